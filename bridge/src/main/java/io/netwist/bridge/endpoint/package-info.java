/* SPDX-License-Identifier: MIT */
/**
 * Where to listen and where to connect to, as values and as text.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.endpoint.ServerEndpoint} and {@link io.netwist.bridge.endpoint.ClientEndpoint}: listen or
 *       connect without saying how
 *   <li>{@link io.netwist.bridge.endpoint.Endpoints}: makes them from text such as {@code tcp:8080:interface=127.0.0.1},
 *       and connects a single protocol
 *   <li>{@link io.netwist.bridge.endpoint.TcpServerEndpoint}, {@link io.netwist.bridge.endpoint.TcpClientEndpoint} and
 *       their siblings: one class for each kind
 *   <li>{@link io.netwist.bridge.endpoint.ServerEndpointParser} and {@link
 *       io.netwist.bridge.endpoint.ClientEndpointParser}: teach the text form another kind, by {@code ServiceLoader}
 * </ul>
 *
 * <p>Threading: descriptions may be parsed on any thread; {@code listen} and {@code connect} belong to the reactor's.
 * Source: {@code twisted.internet.endpoints} and {@code twisted.internet.interfaces}.
 */
@NullMarked
package io.netwist.bridge.endpoint;

import org.jspecify.annotations.NullMarked;
