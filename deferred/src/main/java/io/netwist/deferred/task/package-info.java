/* SPDX-License-Identifier: MIT */
/**
 * Work that is spread over time.
 *
 * <ul>
 *   <li>{@link io.netwist.deferred.task.Tasks}: once, later;
 *   <li>{@link io.netwist.deferred.task.LoopingCall}: again and again, in step with the clock;
 *   <li>{@link io.netwist.deferred.task.Cooperator}: long computations in slices, so that everything else goes on.
 * </ul>
 *
 * <p><b>Threading</b>: the thread of the reactor whose clock is used.
 *
 * <p><b>Source</b>: {@code twisted.internet.task}.
 */
@NullMarked
package io.netwist.deferred.task;

import org.jspecify.annotations.NullMarked;
