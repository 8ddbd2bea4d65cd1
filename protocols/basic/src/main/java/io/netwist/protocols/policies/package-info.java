/* SPDX-License-Identifier: MIT */
/**
 * Rules that are put around protocols: how many connections, how fast, how long.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.policies.IdleTimeout}: a timeout that a protocol has
 *   <li>{@link io.netwist.protocols.policies.LimitTotalConnectionsFactory} and {@link
 *       io.netwist.protocols.policies.LimitConnectionsByPeer}: how many connections at a time
 *   <li>{@link io.netwist.protocols.policies.ThrottlingFactory}: how many bytes a second
 *   <li>{@link io.netwist.protocols.policies.TimeoutFactory}: ends connections that are silent
 *   <li>{@link io.netwist.protocols.policies.TrafficLoggingFactory} and {@link
 *       io.netwist.protocols.policies.SpewingFactory}: what goes over the wire
 *   <li>{@link io.netwist.protocols.policies.WrappingFactory} and {@link
 *       io.netwist.protocols.policies.ConnectionPolicy}: for rules of your own
 * </ul>
 *
 * <p>Threading: the reactor's thread; one factory object serves one reactor. Source: {@code twisted.protocols.policies}.
 */
@NullMarked
package io.netwist.protocols.policies;

import org.jspecify.annotations.NullMarked;
