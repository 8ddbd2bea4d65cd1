/* SPDX-License-Identifier: MIT */
/**
 * {@code netwistd socks}: a SOCKS proxy.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.tap.socks}.
 */
@NullMarked
package io.netwist.services.socks;

import org.jspecify.annotations.NullMarked;
