/* SPDX-License-Identifier: MIT */
/**
 * Resources for those who have logged in: HTTP authentication before a portal.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.web.guard.HTTPAuthSessionWrapper}: stands before a tree of resources
 *   <li>{@link io.netwist.protocols.web.guard.CredentialFactory}: one scheme; {@link
 *       io.netwist.protocols.web.guard.BasicCredentialFactory} and {@link
 *       io.netwist.protocols.web.guard.DigestAuthFactory} are two
 * </ul>
 *
 * <p>Threading: the reactor's. Source: {@code twisted.web.guard} and {@code twisted.web._auth}, RFC 7235, 7616, 7617.
 */
@NullMarked
package io.netwist.protocols.web.guard;

import org.jspecify.annotations.NullMarked;
