/* SPDX-License-Identifier: MIT */
/**
 * A page fetched in three ways: what a callback is for, and what a Deferred adds.
 *
 * <ul>
 *   <li>{@link io.netwist.samples.fetch.BlockingFetch} waits, and everything else with it;
 *   <li>{@link io.netwist.samples.fetch.CallbackFetch} is told, by one function or the other;
 *   <li>{@link io.netwist.samples.fetch.DeferredFetch} gets an object that stands for the page.
 * </ul>
 *
 * <p>Threading: the reactor's thread, which is the one that called {@code main}.
 */
@NullMarked
package io.netwist.samples.fetch;

import org.jspecify.annotations.NullMarked;
