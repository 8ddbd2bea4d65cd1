/* SPDX-License-Identifier: MIT */
/**
 * A chat for anybody with a line-based client: {@link io.netwist.samples.chat.ChatServer}, where the tutorial ends.
 *
 * <p>Threading: the reactor's thread, so the map of users needs no lock. Source: Twisted's {@code chat.py}.
 */
@NullMarked
package io.netwist.samples.chat;

import org.jspecify.annotations.NullMarked;
