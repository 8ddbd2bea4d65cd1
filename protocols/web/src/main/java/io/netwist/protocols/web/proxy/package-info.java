/* SPDX-License-Identifier: MIT */
/**
 * Resources that have other servers answer.
 *
 * <pre>
 * client ── Site ── ReverseProxyResource ── Agent ── the server behind
 * client ── Site ── ForwardProxy ── Agent, or a tunnel ── any server
 * </pre>
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.web.proxy.ReverseProxyResource}: part of a site is another server's
 *   <li>{@link io.netwist.protocols.web.proxy.ForwardProxy}: the whole site is a proxy for clients that know it is one
 * </ul>
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.web.proxy}; RFC 9110, section 7.6.
 */
@NullMarked
package io.netwist.protocols.web.proxy;

import org.jspecify.annotations.NullMarked;
