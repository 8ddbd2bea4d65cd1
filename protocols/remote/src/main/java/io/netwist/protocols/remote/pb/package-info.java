/* SPDX-License-Identifier: MIT */
/**
 * Perspective Broker: calls of objects in another program, which may be Twisted's, byte for byte as Twisted makes them.
 *
 * <p>{@link io.netwist.protocols.remote.pb.PBServerFactory} offers a {@link
 * io.netwist.protocols.remote.pb.Referenceable} as root; {@link io.netwist.protocols.remote.pb.PBClientFactory} gives a
 * {@link io.netwist.protocols.remote.pb.RemoteReference} to it, which is called by name or through an interface; {@link
 * io.netwist.protocols.remote.pb.Broker} is the connection. Arguments and results are what {@link
 * io.netwist.protocols.remote.jelly.Jelly} can send, and objects that say by their interface how they cross:
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.remote.pb.Referenceable}: stays here, and the peer calls it
 *   <li>{@link io.netwist.protocols.remote.pb.Viewable}: the same, and it knows who calls
 *   <li>{@link io.netwist.protocols.remote.pb.Copyable}: the peer gets a copy, a {@link
 *       io.netwist.protocols.remote.pb.RemoteCopy} or a record
 *   <li>{@link io.netwist.protocols.remote.pb.Cacheable}: the peer gets a copy that follows, a {@link
 *       io.netwist.protocols.remote.pb.Cached} {@link io.netwist.protocols.remote.pb.RemoteCache}
 * </ul>
 *
 * <p>A server with a {@link io.netwist.protocols.cred.Portal} gives each client a {@link
 * io.netwist.protocols.remote.pb.Perspective} of its own. What the peer may send is registered in {@link io.netwist.protocols.remote.pb.BrokerOptions}; nothing else is ever made.
 *
 * <p>Threading: the reactor's thread; only the collection of references happens elsewhere. Specification: {@code
 * twisted.spread.pb}.
 */
@NullMarked
package io.netwist.protocols.remote.pb;

import org.jspecify.annotations.NullMarked;
