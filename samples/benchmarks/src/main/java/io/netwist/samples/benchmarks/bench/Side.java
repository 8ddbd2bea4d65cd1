/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one server did in all rounds of a scenario.
 *
 * @param typical medians over the rounds
 * @param latency from when each request was due, at half of the slowest server's throughput; null if not measured
 * @param resident memory of the process in the end, in bytes
 */
record Side(Sample typical, @Nullable Histogram latency, long resident) {}
