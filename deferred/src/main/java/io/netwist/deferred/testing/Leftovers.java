/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.testing;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a test promises not to leave behind. {@link DeferredExtension} asks when the test is over; without it nothing is
 * kept here.
 *
 * <p><b>Threading</b>: any thread, for tests that run one after the other.
 */
public final class Leftovers {
    private static final Object LOCK = new Object();

    /** Null while no test runs. */
    private static @Nullable List<Deferred<?>> deferreds;

    private static @Nullable List<ReactorTime> clocks;

    private Leftovers() {}

    /**
     * Promises that a Deferred will have fired when the test is over.
     *
     * @param <D> the type of the Deferred
     * @param deferred the Deferred
     * @return the same
     */
    public static <D extends Deferred<?>> D mustFire(D deferred) {
        synchronized (LOCK) {
            if (deferreds != null) {
                deferreds.add(deferred);
            }
        }
        return deferred;
    }

    /**
     * Promises that a clock will have no call to come when the test is over. It is made for every {@link TestClock} that
     * a test method has as a parameter.
     *
     * @param <R> the type of the clock
     * @param clock the clock
     * @return the same
     */
    public static <R extends ReactorTime> R mustEndIdle(R clock) {
        synchronized (LOCK) {
            if (clocks != null) {
                clocks.add(clock);
            }
        }
        return clock;
    }

    static void begin() {
        synchronized (LOCK) {
            deferreds = new ArrayList<>();
            clocks = new ArrayList<>();
        }
    }

    /** What was left, in words. */
    static List<String> end() {
        synchronized (LOCK) {
            List<String> left = new ArrayList<>();
            for (Deferred<?> deferred : deferreds == null ? List.<Deferred<?>>of() : deferreds) {
                if (!deferred.isCalled()) {
                    left.add("a Deferred that never fired: " + deferred);
                }
            }
            for (ReactorTime clock : clocks == null ? List.<ReactorTime>of() : clocks) {
                for (DelayedCall call : clock.getDelayedCalls()) {
                    left.add("a pending timer: " + call);
                }
            }
            deferreds = null;
            clocks = null;
            return left;
        }
    }
}
