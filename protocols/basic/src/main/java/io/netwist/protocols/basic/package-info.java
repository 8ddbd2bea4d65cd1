/* SPDX-License-Identifier: MIT */
/**
 * The receivers that Twisted programs extend.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.basic.LineReceiver}: lines, and raw bytes in between
 * </ul>
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.protocols.basic}.
 */
@NullMarked
package io.netwist.protocols.basic;

import org.jspecify.annotations.NullMarked;
