/* SPDX-License-Identifier: MIT */
/**
 * Twisted's model: protocols, factories, transports and the reactor.
 *
 * <p>In reading order:
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.Protocol}: what happens on one connection; programs extend {@link
 *       io.netwist.bridge.BaseProtocol}
 *   <li>{@link io.netwist.bridge.Factory} and {@link io.netwist.bridge.ClientFactory}: make a protocol for each connection;
 *       {@link io.netwist.bridge.ReconnectingClientFactory} comes back when it is lost
 *   <li>{@link io.netwist.bridge.Transport}: the way out, and everything one can ask of a connection
 *   <li>{@link io.netwist.bridge.Reactor}: the loop; it listens, connects, keeps time and takes calls from threads.
 *       {@code NettyReactor} in {@code io.netwist.bridge.netty} makes one
 * </ul>
 *
 * <p>Threading: every callback runs on the reactor's one thread, and every method must be called on it unless its
 * documentation says otherwise; a call from elsewhere throws {@code WrongReactorThreadException}. Source: {@code
 * twisted.internet.interfaces} and {@code twisted.internet.protocol}.
 */
@NullMarked
package io.netwist.bridge;

import org.jspecify.annotations.NullMarked;
