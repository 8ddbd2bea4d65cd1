/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt. Source: {@code twisted.application.internet.backoffPolicy}. */
@FunctionalInterface
public interface RetryPolicy {

    /**
     * Called after each failure, and with 1 after a connection was lost.
     *
     * @param failures how many attempts have failed since the last success, 1 or more
     * @return zero or more
     */
    Duration delay(int failures);

    /**
     * Longer each time, and never the same for many clients of one server: 1 s, growing by half each time, at most 60 s,
     * plus up to 1 s by chance.
     *
     * @return the default policy
     */
    static RetryPolicy backOff() {
        RandomGenerator random = RandomGenerator.getDefault();
        return backOff(Duration.ofSeconds(1), 1.5, Duration.ofSeconds(60), () -> random.nextDouble());
    }

    /**
     * The smaller of {@code initial * factor^n} and {@code max}, plus a jitter in seconds.
     *
     * @param initial the unit
     * @param factor 1 or more
     * @param max the limit, before the jitter is added
     * @param jitter gives seconds, zero or more, anew for each delay
     * @return the policy
     */
    static RetryPolicy backOff(Duration initial, double factor, Duration max, DoubleSupplier jitter) {
        return failures -> {
            double limit = max.toNanos();
            double grown = initial.toNanos() * Math.pow(factor, Math.min(100, failures));
            return Duration.ofNanos(Math.round(Math.min(grown, limit) + jitter.getAsDouble() * 1e9));
        };
    }
}
