/* SPDX-License-Identifier: MIT */
/**
 * The grammar of HTTP that Netty's codec leaves to the server, as functions over text: no connection, no clock.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.web.wire.UrlPath}: from a request's target to decoded path segments, and back
 *   <li>{@link io.netwist.protocols.web.wire.Arguments}: queries and urlencoded forms
 *   <li>{@link io.netwist.protocols.web.wire.ByteRanges}: what a Range header asks for
 *   <li>{@link io.netwist.protocols.web.wire.Validators}: ETag lists, dates and what they mean for a request
 *   <li>{@link io.netwist.protocols.web.wire.Html}: escaping
 * </ul>
 *
 * <p>Threading: any thread; nothing here has state. Source: RFC 9110, RFC 9112 and RFC 3986.
 */
@NullMarked
package io.netwist.protocols.web.wire;

import org.jspecify.annotations.NullMarked;
