/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

/**
 * How thorough a run is.
 *
 * @param forks how often the servers are started anew
 * @param cycles rounds of each server per start and line
 * @param roundNanos how long a round is
 * @param warmUpNanos how long each load runs before it counts
 * @param latency whether to measure latencies too
 * @param reduced whether to leave out the lines that take long
 */
record Settings(int forks, int cycles, long roundNanos, long warmUpNanos, boolean latency, boolean reduced) {
    private static final long MILLI = 1_000_000;

    static Settings full() {
        return new Settings(3, 15, 200 * MILLI, 1500 * MILLI, true, false);
    }

    /** Under two minutes for the tables that a developer looks at before and after a change. */
    static Settings fast() {
        return new Settings(1, 15, 100 * MILLI, 1500 * MILLI, false, true);
    }

    /** Shows that everything works, and nothing else. */
    static Settings smoke() {
        return new Settings(1, 2, 5 * MILLI, 5 * MILLI, true, true);
    }
}
