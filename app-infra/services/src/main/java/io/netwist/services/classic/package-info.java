/* SPDX-License-Identifier: MIT */
/**
 * The small services of the first Internet, a maker each.
 *
 * <ul>
 *   <li>{@link io.netwist.services.classic.DiscardMaker}, {@link io.netwist.services.classic.ChargenMaker}
 *   <li>{@link io.netwist.services.classic.DaytimeMaker}, {@link io.netwist.services.classic.TimeMaker}, {@link
 *       io.netwist.services.classic.QOTDMaker}
 *   <li>{@link io.netwist.services.classic.IdentMaker}
 * </ul>
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.protocols.wire}, {@code ident}, and what {@code twisted.runner.inetd} serves itself.
 */
@NullMarked
package io.netwist.services.classic;

import org.jspecify.annotations.NullMarked;
