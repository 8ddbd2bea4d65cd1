/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import java.time.Duration;

/**
 * How to connect to a UNIX socket. Immutable; each {@code with} method returns a changed copy.
 *
 * @param timeout for connecting; zero means no limit
 * @param checkPid whether to fail at once when no living process holds {@code path.lock}
 */
public record UnixConnectOptions(Duration timeout, boolean checkPid) {

    private static final UnixConnectOptions DEFAULTS = new UnixConnectOptions(Duration.ofSeconds(30), false);

    /**
     * Checks the timeout.
     *
     * @param timeout zero or more
     * @param checkPid whether to look at the lock
     * @throws IllegalArgumentException if it is negative
     */
    public UnixConnectOptions {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero or more)");
        }
    }

    /**
     * 30 seconds, without a look at the lock, as in Twisted.
     *
     * @return the defaults
     */
    public static UnixConnectOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with another limit.
     *
     * @param timeout for connecting; zero means no limit
     * @return the changed copy
     */
    public UnixConnectOptions withTimeout(Duration timeout) {
        return new UnixConnectOptions(timeout, checkPid);
    }

    /**
     * The same with or without a look at the lock.
     *
     * @param checkPid whether a living process must hold {@code path.lock}
     * @return the changed copy
     */
    public UnixConnectOptions withCheckPid(boolean checkPid) {
        return new UnixConnectOptions(timeout, checkPid);
    }
}
