/* SPDX-License-Identifier: MIT */
/**
 * The small services of the first Internet: still the best way to try a network, a proxy or a load balancer.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.classic.Echo} (RFC 862), {@link io.netwist.protocols.classic.Discard} (RFC 863), {@link
 *       io.netwist.protocols.classic.Chargen} (RFC 864)
 *   <li>{@link io.netwist.protocols.classic.QOTD} (RFC 865), {@link io.netwist.protocols.classic.Who} (RFC 866), {@link
 *       io.netwist.protocols.classic.Daytime} (RFC 867), {@link io.netwist.protocols.classic.Time} (RFC 868): one answer and
 *       the end
 *   <li>{@link io.netwist.protocols.classic.Finger} (RFC 1288)
 *   <li>{@link io.netwist.protocols.classic.IdentServer} and {@link io.netwist.protocols.classic.IdentClient} (RFC 1413)
 * </ul>
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.protocols.wire}, {@code finger} and {@code ident}.
 */
@NullMarked
package io.netwist.protocols.classic;

import org.jspecify.annotations.NullMarked;
