/* SPDX-License-Identifier: MIT */
/**
 * Perspective Broker: calls of objects in another program, which may be Twisted's, byte for byte as Twisted makes them.
 *
 * <p>{@link io.netwist.protocols.remote.pb.PBServerFactory} offers a {@link
 * io.netwist.protocols.remote.pb.Referenceable} as root; {@link io.netwist.protocols.remote.pb.PBClientFactory} gives a
 * {@link io.netwist.protocols.remote.pb.RemoteReference} to it, which is called by name or through an interface; {@link
 * io.netwist.protocols.remote.pb.Broker} is the connection. Arguments and results are what {@link
 * io.netwist.protocols.remote.jelly.Jelly} can send, and other Referenceables.
 *
 * <p>Threading: the reactor's thread; only the collection of references happens elsewhere. Specification: {@code
 * twisted.spread.pb}.
 */
@NullMarked
package io.netwist.protocols.remote.pb;

import org.jspecify.annotations.NullMarked;
