/* SPDX-License-Identifier: MIT */
/**
 * WebSocket on both sides: a resource that a site has among others, and a client.
 *
 * <pre>
 * Site ── WebSocketResource ── WebSocketProtocol        WebSocketClient.connect(agent, "ws://…", protocol)
 *              (per request)    textMessageReceived        → the same WebSocketProtocol
 * </pre>
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.web.websocket.WebSocketProtocol}: extend it, write {@code textMessageReceived}
 *   <li>{@link io.netwist.protocols.web.websocket.WebSocketTransport}: what it sends with
 *   <li>{@link io.netwist.protocols.web.websocket.WebSocketResource}, {@link
 *       io.netwist.protocols.web.websocket.WebSocketClient}: where it gets its connection from
 *   <li>{@link io.netwist.protocols.web.websocket.WebSocketOptions}: limits, pings, compression, sub-protocols
 *   <li>{@link io.netwist.protocols.web.websocket.WebSocketClosed}: how it ended
 * </ul>
 *
 * <p>Frames are Netty's, and so is their compression; messages, closing and the rest are ours. Threading: the reactor's
 * thread. Source: {@code twisted.web.websocket}; RFC 6455, RFC 7692.
 */
@NullMarked
package io.netwist.protocols.web.websocket;

import org.jspecify.annotations.NullMarked;
