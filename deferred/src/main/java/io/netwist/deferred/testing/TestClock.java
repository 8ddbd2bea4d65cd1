/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.testing;

import io.netty.util.concurrent.Ticker;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import io.netwist.deferred.time.TimerQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A clock that stands still until {@link #advance} moves it. It starts at zero.
 *
 * <p>It is a {@link Ticker} too: given to a reactor or to a Netty event loop, it moves their timers as well.
 *
 * <p><b>Threading</b>: one thread moves it; any may read the time.
 *
 * <p><b>Errors</b>: an exception out of a delayed call comes out of {@link #advance}; calls that were due after it stay
 * and run at the next {@code advance}.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.Clock}; differs in that a call made during {@code advance} waits for the
 * next one, as it does in a reactor.
 */
public final class TestClock implements ReactorTime, Ticker {
    private volatile long now;
    private final TimerQueue calls = new TimerQueue(this::nanoTime);

    /** Makes a clock at zero. */
    public TestClock() {}

    @Override
    public long initialNanoTime() {
        return 0;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public DelayedCall callLater(Duration delay, Action action) {
        return calls.callLater(delay, action);
    }

    @Override
    public List<DelayedCall> getDelayedCalls() {
        return calls.getDelayedCalls();
    }

    /**
     * Moves the clock and then runs what is due by the new time, earliest first. Calls made meanwhile wait for the next
     * time, also when their delay is zero.
     *
     * @param amount how far
     * @throws IllegalArgumentException if the amount is negative
     */
    public void advance(Duration amount) {
        if (amount.isNegative()) {
            throw new IllegalArgumentException("amount: " + amount + " (expected: zero or more)");
        }
        long moved = now + amount.toNanos(); // Only the thread that moves the clock writes it.
        now = moved;
        calls.runDue(moved, (call, thrown) -> TestClock.<RuntimeException>rethrow(thrown));
    }

    /**
     * Advances step by step.
     *
     * @param steps how far each time
     */
    public void pump(Duration... steps) {
        for (Duration step : steps) {
            advance(step);
        }
    }

    /** Advances by the time that somebody wants to sleep: nobody else would. */
    @Override
    public void sleep(long delay, TimeUnit unit) {
        advance(Duration.ofNanos(unit.toNanos(delay)));
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void rethrow(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
