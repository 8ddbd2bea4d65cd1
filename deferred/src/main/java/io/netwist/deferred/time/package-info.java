/* SPDX-License-Identifier: MIT */
/**
 * Time: the only clock that the library, and a program built on it, should use.
 *
 * <p>Start with {@link io.netwist.deferred.time.ReactorTime}, the role that every reactor and every test clock
 * plays; it hands out {@link io.netwist.deferred.time.DelayedCall}s, which run an
 * {@link io.netwist.deferred.time.Action}. {@link io.netwist.deferred.time.TimerQueue} is the queue behind a reactor's
 * implementation and behind the test clock, so that both order calls alike.
 *
 * <p><b>Threading</b>: everything here belongs to the thread of one reactor.
 *
 * <p><b>Source</b>: {@code IReactorTime} and {@code IDelayedCall} of {@code twisted.internet.interfaces}.
 */
@NullMarked
package io.netwist.deferred.time;

import org.jspecify.annotations.NullMarked;
