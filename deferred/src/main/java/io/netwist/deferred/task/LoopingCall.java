/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function again and again, at the start and then one interval after another.
 *
 * <ul>
 *   <li>Contract: calls are made at the start plus a whole number of intervals. One that comes late does not shift those
 *       after it, and calls that were missed are not made up for.
 *   <li>A function that returns a Deferred is not called again before that has fired.
 *   <li>A function that fails ends the loop, and the Deferred of {@link #start} fails with its failure.
 * </ul>
 *
 * <p><b>Threading</b>: the thread of the reactor whose clock it was given.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.LoopingCall}.
 */
public final class LoopingCall {
    /** What is called, whatever its form: how many intervals have passed, to what it waits for. */
    @FunctionalInterface
    private interface Step {
        @Nullable
        Deferred<?> call(long intervals) throws Exception;
    }

    /** A function that wants to know how many intervals have passed since it was called last. */
    @FunctionalInterface
    public interface CountedAction {
        /**
         * Does it.
         *
         * @param intervals how many intervals have passed; 1 unless calls were missed
         * @throws Exception whatever went wrong, which ends the loop
         */
        void run(long intervals) throws Exception;
    }

    /** Like {@link CountedAction}, for a function that returns a Deferred. */
    @FunctionalInterface
    public interface CountedCallable {
        /**
         * Does it.
         *
         * @param intervals how many intervals have passed; 1 unless calls were missed
         * @return fires when the next call may be made
         * @throws Exception whatever went wrong, which ends the loop
         */
        Deferred<?> call(long intervals) throws Exception;
    }

    private final ReactorTime time;
    private final Step step;
    private final Object function;
    private final boolean counting;

    private Duration interval = Duration.ZERO;

    /** The origin of the grid of times. */
    private long startTime;

    /** When the function was called last; meaningless before the first call. */
    private long lastTime;

    private boolean calledBefore;
    private boolean startedNow;
    private boolean running;

    /** The next call; null while the function or its Deferred is in progress. */
    private @Nullable DelayedCall next;

    /** What {@link #start} has returned, until it fires. */
    private @Nullable Deferred<LoopingCall> done;

    private LoopingCall(ReactorTime time, Object function, boolean counting, Step step) {
        this.time = Objects.requireNonNull(time, "time");
        this.function = Objects.requireNonNull(function, "function");
        this.counting = counting;
        this.step = step;
    }

    /**
     * A loop around an action.
     *
     * @param time the clock
     * @param action called again and again
     * @return a loop that has not started
     */
    public static LoopingCall of(ReactorTime time, Action action) {
        return new LoopingCall(time, action, false, intervals -> {
            action.run();
            return null;
        });
    }

    /**
     * A loop around a function that returns a Deferred.
     *
     * @param time the clock
     * @param function called again and again, each time after its last Deferred has fired
     * @return a loop that has not started
     */
    public static LoopingCall deferring(ReactorTime time, Callable<? extends Deferred<?>> function) {
        return new LoopingCall(
                time, function, false, intervals -> Objects.requireNonNull(function.call(), "the function's Deferred"));
    }

    /**
     * A loop around an action that is told how many intervals have passed: the counts add up to the whole intervals.
     *
     * @param time the clock
     * @param action called again and again
     * @return a loop that has not started
     */
    public static LoopingCall withCount(ReactorTime time, CountedAction action) {
        return new LoopingCall(time, action, true, intervals -> {
            action.run(intervals);
            return null;
        });
    }

    /**
     * Like {@link #withCount} for a function that returns a Deferred.
     *
     * @param time the clock
     * @param function called again and again, each time after its last Deferred has fired
     * @return a loop that has not started
     */
    public static LoopingCall withCountDeferring(ReactorTime time, CountedCallable function) {
        return new LoopingCall(
                time,
                function,
                true,
                intervals -> Objects.requireNonNull(function.call(intervals), "the function's Deferred"));
    }

    /**
     * Starts the loop with a call right now.
     *
     * @param newInterval the time from one call to the next; zero means once per turn of the reactor
     * @return fires with this when the loop was stopped, or fails with what ended it; cancelling it stops the loop
     * @throws IllegalArgumentException if the interval is negative
     * @throws IllegalStateException if the loop runs already
     */
    public Deferred<LoopingCall> start(Duration newInterval) {
        return start(newInterval, true);
    }

    /**
     * Starts the loop.
     *
     * @param newInterval the time from one call to the next; zero means once per turn of the reactor
     * @param now whether to make the first call right now, or after one interval
     * @return fires with this when the loop was stopped, or fails with what ended it; cancelling it stops the loop
     * @throws IllegalArgumentException if the interval is negative
     * @throws IllegalStateException if the loop runs already
     */
    public Deferred<LoopingCall> start(Duration newInterval, boolean now) {
        if (running) {
            throw new IllegalStateException("start() of a LoopingCall that is running: " + this);
        }
        setInterval(newInterval);
        running = true;
        calledBefore = false;
        startedNow = now;
        startTime = time.nanoTime();
        Deferred<LoopingCall> deferred = new Deferred<>(self -> abandon());
        done = deferred;
        if (now) {
            call();
        } else {
            schedule();
        }
        return deferred;
    }

    /**
     * Stops the loop. If the function or its Deferred is in progress, that ends first.
     *
     * @throws IllegalStateException if the loop does not run
     */
    public void stop() {
        requireRunning("stop()");
        running = false;
        if (next != null) {
            next.cancel();
            next = null;
            finish();
        }
    }

    /**
     * Begins a whole interval anew, from now; later calls follow from there. It has no effect while the function or its
     * Deferred is in progress.
     *
     * @throws IllegalStateException if the loop does not run
     */
    public void reset() {
        requireRunning("reset()");
        if (next != null) {
            next.cancel();
            next = null;
            startTime = time.nanoTime();
            schedule();
        }
    }

    /**
     * Tells whether the loop runs.
     *
     * @return whether it was started and neither stopped nor ended by a failure
     */
    public boolean running() {
        return running;
    }

    /**
     * Gives the interval.
     *
     * @return the time from one call to the next
     */
    public Duration interval() {
        return interval;
    }

    /**
     * Changes the interval, from the next time a call is scheduled.
     *
     * @param newInterval the time from one call to the next
     * @throws IllegalArgumentException if it is negative
     */
    public void setInterval(Duration newInterval) {
        if (newInterval.isNegative()) {
            throw new IllegalArgumentException("interval: " + newInterval + " (expected: zero or more)");
        }
        interval = newInterval;
    }

    private void requireRunning(String what) {
        if (!running) {
            throw new IllegalStateException(what + " of a LoopingCall that is not running: " + this);
        }
    }

    /** Somebody cancelled what start() returned, which therefore fires by itself. */
    private void abandon() {
        running = false;
        done = null;
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void call() {
        next = null;
        long intervals = counting ? count() : 1;
        if (intervals == 0) {
            schedule();
            return;
        }
        Deferred<?> waiting;
        try {
            waiting = step.call(intervals);
        } catch (Exception | Error thrown) {
            fail(Failure.of(thrown));
            return;
        }
        if (waiting == null) {
            goOn();
        } else {
            waiting.consume(value -> goOn(), this::fail);
        }
    }

    private void goOn() {
        if (running) {
            schedule();
        } else {
            finish();
        }
    }

    private void finish() {
        Deferred<LoopingCall> deferred = done;
        done = null;
        if (deferred != null) {
            deferred.callback(this);
        }
    }

    private void fail(Failure failure) {
        running = false;
        Deferred<LoopingCall> deferred = done;
        done = null;
        if (deferred != null) {
            deferred.errback(failure);
        } else {
            // Its start was cancelled, so nobody listens; a dropped Deferred reports it as unhandled.
            new Deferred<LoopingCall>().errback(failure);
        }
    }

    private void schedule() {
        next = time.callLater(untilNext(), this::call);
    }

    /** To the first point of the grid that is strictly in the future. */
    private Duration untilNext() {
        long step = interval.toNanos();
        return step == 0 ? Duration.ZERO : Duration.ofNanos(step - Math.floorMod(time.nanoTime() - startTime, step));
    }

    private long count() {
        long now = time.nanoTime();
        long step = interval.toNanos();
        long intervals = 1;
        if (step > 0) {
            long from = calledBefore ? lastTime : startedNow ? startTime - step : startTime;
            intervals = Math.floorDiv(now - startTime, step) - Math.floorDiv(from - startTime, step);
        }
        if (intervals > 0) {
            lastTime = now;
            calledBefore = true;
        }
        return Math.max(0, intervals);
    }

    @Override
    public String toString() {
        return "LoopingCall[" + interval + ", " + function + "]";
    }
}
