/* SPDX-License-Identifier: MIT */
/**
 * Results that do not exist yet.
 *
 * <p>In reading order:
 *
 * <ul>
 *   <li>{@link io.netwist.deferred.Deferred}: the result and its chain of {@link io.netwist.deferred.Callback}s and
 *       {@link io.netwist.deferred.Effect}s;
 *   <li>{@link io.netwist.deferred.Failure} and {@link io.netwist.deferred.Outcome}: how a chain can come out;
 *   <li>{@link io.netwist.deferred.Deferreds}: several at once, and what belongs to no single one;
 *   <li>{@link io.netwist.deferred.UnhandledFailures}: where failures go that nobody handled;
 *   <li>{@link io.netwist.deferred.ReactorThread}: for those who write a reactor.
 * </ul>
 *
 * <p><b>Threading</b>: a Deferred belongs to one reactor and is used on its thread only; see
 * {@link io.netwist.deferred.Deferred}.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer} and {@code twisted.python.failure}.
 */
@NullMarked
package io.netwist.deferred;

import org.jspecify.annotations.NullMarked;
