/* SPDX-License-Identifier: MIT */
/**
 * Jelly: graphs of objects as lists that Banana carries, byte for byte as Twisted sends them.
 *
 * <p>{@link io.netwist.protocols.remote.jelly.Jelly} converts both ways; {@link
 * io.netwist.protocols.remote.jelly.SecurityOptions} says what may come in; {@link
 * io.netwist.protocols.remote.jelly.JellyType} lets a class of yours across. Text is {@code String} and bytes are {@link
 * io.netwist.protocols.remote.banana.ByteString}; a list is no {@link io.netwist.protocols.remote.jelly.Tuple}.
 *
 * <p>Nothing is ever loaded by a name from the wire: what is not registered is refused by its name. Java serialization has
 * no part in this.
 *
 * <p>Threading: a conversion belongs to one thread; options may be shared by all. Specification: {@code
 * twisted.spread.jelly}.
 */
@NullMarked
package io.netwist.protocols.remote.jelly;

import org.jspecify.annotations.NullMarked;
