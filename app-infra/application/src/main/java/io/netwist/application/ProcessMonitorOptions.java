/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import java.time.Duration;

/**
 * When a {@link ProcessMonitor} starts a child again and how it stops one. Immutable; each {@code with} method returns a
 * changed copy.
 *
 * @param threshold a child that lived this long is started again at once
 * @param killTime how long a child may take to end after SIGTERM before it gets SIGKILL
 * @param minRestartDelay the first wait after a child that lived for less; doubled each time
 * @param maxRestartDelay the longest wait
 */
public record ProcessMonitorOptions(
        Duration threshold, Duration killTime, Duration minRestartDelay, Duration maxRestartDelay) {

    private static final ProcessMonitorOptions DEFAULTS = new ProcessMonitorOptions(
            Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(1));

    /**
     * Checks the times.
     *
     * @param threshold zero or more
     * @param killTime zero or more
     * @param minRestartDelay zero or more
     * @param maxRestartDelay not less than that
     * @throws IllegalArgumentException naming the one that is wrong
     */
    public ProcessMonitorOptions {
        notNegative("threshold", threshold);
        notNegative("killTime", killTime);
        notNegative("minRestartDelay", minRestartDelay);
        if (maxRestartDelay.compareTo(minRestartDelay) < 0) {
            throw new IllegalArgumentException(
                    "maxRestartDelay: " + maxRestartDelay + " (expected: " + minRestartDelay + " or more)");
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: zero or more)");
        }
    }

    /**
     * One second, five seconds, one second and one hour, as in Twisted.
     *
     * @return the defaults
     */
    public static ProcessMonitorOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with another threshold.
     *
     * @param lived how long a child must have lived to be started again at once
     * @return the changed copy
     */
    public ProcessMonitorOptions withThreshold(Duration lived) {
        return new ProcessMonitorOptions(lived, killTime, minRestartDelay, maxRestartDelay);
    }

    /**
     * The same with another patience.
     *
     * @param patience from SIGTERM to SIGKILL
     * @return the changed copy
     */
    public ProcessMonitorOptions withKillTime(Duration patience) {
        return new ProcessMonitorOptions(threshold, patience, minRestartDelay, maxRestartDelay);
    }

    /**
     * The same with other waits.
     *
     * @param shortest the first
     * @param longest the last
     * @return the changed copy
     */
    public ProcessMonitorOptions withRestartDelays(Duration shortest, Duration longest) {
        return new ProcessMonitorOptions(threshold, killTime, shortest, longest);
    }
}
