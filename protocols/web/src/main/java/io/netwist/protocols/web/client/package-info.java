/* SPDX-License-Identifier: MIT */
/**
 * A web client: {@code new Agent(reactor).request("GET", "http://example.org/")}.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.web.client.Agent}: sends requests, and keeps connections for the next ones
 *   <li>{@link io.netwist.protocols.web.client.AgentOptions}, {@link io.netwist.protocols.web.client.HttpProxy}:
 *       limits, time limits, the pool, a proxy
 *   <li>{@link io.netwist.protocols.web.client.WebAgent}, {@link io.netwist.protocols.web.client.WebRequest}: what wrappers
 *       wrap, and what they are given
 *   <li>{@link io.netwist.protocols.web.client.RedirectAgent}, {@link io.netwist.protocols.web.client.CookieAgent}, {@link
 *       io.netwist.protocols.web.client.ContentDecoderAgent}: the wrappers
 *   <li>{@link io.netwist.protocols.web.client.BodyProducer}, {@link io.netwist.protocols.web.client.FileBodyProducer}:
 *       bodies that are made while they are sent
 *   <li>{@link io.netwist.protocols.web.client.Fetch}: all of it in one line, for scripts
 *   <li>{@link io.netwist.protocols.web.client.ResponseNeverReceived}, {@link
 *       io.netwist.protocols.web.client.ResponseFailed}, {@link io.netwist.protocols.web.client.PoolExhausted}: what went
 *       wrong, by how much had come
 * </ul>
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.web.client}; RFC 9110 and RFC 9112. Framing is Netty's client
 * codec.
 */
@NullMarked
package io.netwist.protocols.web.client;

import org.jspecify.annotations.NullMarked;
