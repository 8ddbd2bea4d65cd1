/* SPDX-License-Identifier: MIT */
/**
 * Taking turns: what locks, semaphores and queues are to threads, these are to chains of callbacks on one thread.
 *
 * <ul>
 *   <li>{@link io.netwist.deferred.sync.DeferredLock} and {@link io.netwist.deferred.sync.DeferredSemaphore}: at most one,
 *       or at most n at a time; both give a {@link io.netwist.deferred.sync.Permit} for try-with-resources;
 *   <li>{@link io.netwist.deferred.sync.DeferredQueue}: items that wait for takers, or takers for items;
 *   <li>{@link io.netwist.deferred.sync.DeferredFilesystemLock}: one process at a time.
 * </ul>
 *
 * <p>All are first come, first served. However many wait, releasing them one after the other needs constant stack.
 *
 * <p><b>Threading</b>: as for {@link io.netwist.deferred.Deferred}: the thread of one reactor.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer}.
 */
@NullMarked
package io.netwist.deferred.sync;

import org.jspecify.annotations.NullMarked;
