/* SPDX-License-Identifier: MIT */
/**
 * The seam between Netwist and Netty, both ways.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.netty.NettyReactor}: a reactor on a Netty event loop of its own, or a view of one that
 *       somebody else runs
 *   <li>{@link io.netwist.bridge.netty.ProtocolHandler} and {@link io.netwist.bridge.netty.ProtocolInitializer}: a
 *       Protocol or a Factory in anybody's pipeline
 *   <li>{@link io.netwist.bridge.netty.ChannelTransport}: the channel behind a transport, to put handlers before its
 *       protocol
 *   <li>{@link io.netwist.bridge.netty.MessageProtocol}: a protocol whose Netty handlers turn bytes into messages
 * </ul>
 *
 * <p>This is the only package of the bridge that imports {@code io.netty.channel}. Threading: a reactor's thread is its
 * event loop's; {@code ReactorLoop} tells how the two are made one.
 */
@NullMarked
package io.netwist.bridge.netty;

import org.jspecify.annotations.NullMarked;
