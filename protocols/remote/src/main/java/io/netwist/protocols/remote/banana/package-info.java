/* SPDX-License-Identifier: MIT */
/**
 * Banana: integers of any size, doubles, byte strings and lists over a connection, byte for byte as Twisted sends them. It
 * is what Perspective Broker is made of, and of use by itself.
 *
 * <p>{@link io.netwist.protocols.remote.banana.Banana} is the protocol; {@link
 * io.netwist.protocols.remote.banana.BananaEncoder} and {@link io.netwist.protocols.remote.banana.BananaDecoder} work
 * without a connection.
 *
 * <p>Threading: everything belongs to one thread, a protocol to its reactor's. Specification: {@code
 * twisted.spread.banana}.
 */
@NullMarked
package io.netwist.protocols.remote.banana;

import org.jspecify.annotations.NullMarked;
