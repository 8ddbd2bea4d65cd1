/* SPDX-License-Identifier: MIT */
/**
 * A web server in Twisted's shape: a tree of resources that answer requests.
 *
 * <pre>
 * connection ── Site ── Resource ── Resource … render_GET(Request) ── Rendering
 * </pre>
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.web.Resource}: extend it, write {@code render_GET}
 *   <li>{@link io.netwist.protocols.web.Site}: the factory to give to {@code listenTCP}
 *   <li>{@link io.netwist.protocols.web.Request}: one exchange: what was asked, and the way to answer
 *   <li>{@link io.netwist.protocols.web.Rendering}: what a resource returns
 *   <li>{@link io.netwist.protocols.web.SiteOptions}: limits and time limits; {@link
 *       io.netwist.protocols.web.Http2Options}: those of HTTP/2
 *   <li>{@link io.netwist.protocols.web.Compressing}, {@link io.netwist.protocols.web.AddHeaders}: around other resources
 *   <li>{@code io.netwist.protocols.web.files}: static files
 *   <li>{@code io.netwist.protocols.web.client}: the client
 *   <li>{@code io.netwist.protocols.web.websocket}: WebSockets
 *   <li>{@code io.netwist.protocols.web.proxy}: proxies; {@code io.netwist.protocols.web.cgi}: programs that answer
 * </ul>
 *
 * <p>Bytes are parsed by Netty's HTTP decoder, made stricter, and by its HTTP/2
 * codec; the model above them is ours. Threading: everything on the
 * reactor's thread; a resource that must block uses {@code reactor.deferToThread} and returns {@code later(…)}. Source:
 * {@code twisted.web.server}, {@code twisted.web.resource}, {@code twisted.web.http}; RFC 9110, RFC 9112 and RFC 9113.
 */
@NullMarked
package io.netwist.protocols.web;

import org.jspecify.annotations.NullMarked;
