/* SPDX-License-Identifier: MIT */
/**
 * AMP: calls between two programs over one connection, either way, in any order, byte for byte as Twisted speaks it.
 *
 * <p>{@link io.netwist.protocols.remote.amp.Amp} is the protocol. A {@link io.netwist.protocols.remote.amp.Command} is a
 * record: its components are the arguments, and it names the record of its result. Beneath them, {@link
 * io.netwist.protocols.remote.amp.BinaryBoxProtocol} carries boxes for whoever wants nothing else.
 *
 * <p>Threading: everything belongs to the reactor of the connection. Specification: {@code
 * twisted.protocols.amp}; the wire format is described in the Javadoc of {@link io.netwist.protocols.remote.amp.Box}.
 */
@NullMarked
package io.netwist.protocols.remote.amp;

import org.jspecify.annotations.NullMarked;
