/* SPDX-License-Identifier: MIT */
/**
 * Datagrams: UDP, multicast and UNIX datagram sockets.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.datagram.DatagramProtocol}: what happens on one socket; extend it
 *   <li>{@link io.netwist.bridge.datagram.DatagramTransport}: the way out
 *   <li>{@link io.netwist.bridge.datagram.MulticastTransport}: groups, asked for with {@code
 *       transport().as(MulticastTransport.class)}
 *   <li>{@link io.netwist.bridge.datagram.DatagramOptions}: how a reactor listens
 * </ul>
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.internet.protocol.DatagramProtocol}, {@code
 * twisted.internet.udp}.
 */
@NullMarked
package io.netwist.bridge.datagram;

import org.jspecify.annotations.NullMarked;
