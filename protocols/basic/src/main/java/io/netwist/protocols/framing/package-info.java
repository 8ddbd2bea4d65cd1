/* SPDX-License-Identifier: MIT */
/**
 * Bytes into frames, without a transport.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.framing.Accumulator}: bytes received and not used, without copying when nothing is
 *       left over
 *   <li>{@link io.netwist.protocols.framing.LineParser}: finds lines in it
 *   <li>{@link io.netwist.protocols.framing.NetstringParser}: finds netstrings
 *   <li>{@link io.netwist.protocols.framing.LengthPrefix}: reads and writes the length before a string
 * </ul>
 *
 * <p>Threading: each object belongs to one connection and its thread. Source: {@code twisted.protocols.basic}.
 */
@NullMarked
package io.netwist.protocols.framing;

import org.jspecify.annotations.NullMarked;
