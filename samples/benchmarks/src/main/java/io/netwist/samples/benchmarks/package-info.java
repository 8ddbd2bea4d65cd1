/* SPDX-License-Identifier: MIT */
/**
 * Measures the library against its peers. {@link io.netwist.samples.benchmarks.Compare} prints ratios of time and bytes
 * from short rounds that alternate between the two sides; {@link io.netwist.samples.benchmarks.DeferredBenchmark} is the
 * same work for JMH and its profilers.
 *
 * <p><b>Threading</b>: one thread.
 */
@NullMarked
package io.netwist.samples.benchmarks;

import org.jspecify.annotations.NullMarked;
