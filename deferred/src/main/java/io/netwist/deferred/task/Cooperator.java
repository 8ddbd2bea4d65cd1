/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

import io.netwist.deferred.CheckReturnValue;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes iterations forward a slice at a time, turn about, so that a long computation does not hold everything else up. An
 * iterator that yields a Deferred is left alone until that has fired.
 *
 * <p><b>Threading</b>: the thread of the reactor whose clock it was given.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.Cooperator}.
 */
public final class Cooperator {
    private static final long SLICE_NANOS = Duration.ofMillis(10).toNanos();

    private final Supplier<BooleanSupplier> slices;
    private final Function<Action, DelayedCall> scheduler;

    /** The tasks whose turn it is, the next one first; neither paused nor waiting nor over. */
    private final Set<CooperativeTask> turns = new LinkedHashSet<>();

    /** All tasks that are not over. */
    private final Set<CooperativeTask> tasks = new LinkedHashSet<>();

    private @Nullable DelayedCall tick;
    private boolean started;
    private boolean stopped;

    /** Whether a tick is under way, which schedules the next one itself. */
    private boolean ticking;

    /**
     * Makes a Cooperator whose slices take about ten milliseconds.
     *
     * @param time the clock
     */
    public Cooperator(ReactorTime time) {
        this(
                () -> {
                    long end = time.nanoTime() + SLICE_NANOS;
                    return () -> time.nanoTime() - end > 0;
                },
                action -> time.callLater(Duration.ZERO, action),
                true);
    }

    /**
     * Makes a Cooperator.
     *
     * @param slices called once per slice; what it returns tells, after each step, whether the slice is over
     * @param scheduler calls an action soon, but not at once
     * @param started whether to begin as soon as there is a task, or when {@link #start} is called
     */
    public Cooperator(Supplier<BooleanSupplier> slices, Function<Action, DelayedCall> scheduler, boolean started) {
        this.slices = Objects.requireNonNull(slices, "slices");
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        this.started = started;
    }

    /**
     * Takes an iteration on. No step is made within this call.
     *
     * @param iterator yields anything; a Deferred is waited for
     * @return the task, which has failed with {@link SchedulerStopped} if this is stopped
     */
    public CooperativeTask cooperate(Iterator<?> iterator) {
        CooperativeTask task = new CooperativeTask(this, Objects.requireNonNull(iterator, "iterator"));
        if (stopped) {
            task.stopWith(new SchedulerStopped("the Cooperator is stopped"));
        } else {
            tasks.add(task);
            add(task);
        }
        return task;
    }

    /**
     * Takes an iteration on, for who only wants to know of its end.
     *
     * @param iterator yields anything; a Deferred is waited for
     * @return fires with the iterator when it is exhausted; cancelling it stops the task
     */
    @CheckReturnValue
    public Deferred<Iterator<?>> coiterate(Iterator<?> iterator) {
        CooperativeTask task = cooperate(iterator);
        Deferred<Iterator<?>> done = new Deferred<>(self -> task.stop());
        task.whenDone().consume(done::callback, failure -> {
            // A task that was stopped by cancelling leaves it to that to fail the Deferred.
            if (!failure.is(TaskStopped.class)) {
                done.errback(failure);
            } else {
                done.cancel();
            }
        });
        return done;
    }

    /** Begins, or begins again after {@link #stop}. */
    public void start() {
        stopped = false;
        started = true;
        schedule();
    }

    /** Ends all tasks, also those that are paused or wait, with {@link SchedulerStopped}; new ones end at once. */
    public void stop() {
        stopped = true;
        List<CooperativeTask> all = new ArrayList<>(tasks);
        tasks.clear();
        turns.clear();
        cancelTick();
        for (CooperativeTask task : all) {
            task.stopWith(new SchedulerStopped("the Cooperator was stopped"));
        }
    }

    /**
     * Tells whether tasks are taken forward.
     *
     * @return whether it was started and not stopped
     */
    public boolean running() {
        return started && !stopped;
    }

    /** It is the task's turn again. */
    void add(CooperativeTask task) {
        turns.add(task);
        schedule();
    }

    /** It is not the task's turn for now. */
    void remove(CooperativeTask task) {
        turns.remove(task);
        if (turns.isEmpty()) {
            cancelTick();
        }
    }

    void forget(CooperativeTask task) {
        tasks.remove(task);
        remove(task);
    }

    private void schedule() {
        if (running() && !ticking && tick == null && !turns.isEmpty()) {
            tick = scheduler.apply(this::tick);
        }
    }

    private void cancelTick() {
        DelayedCall call = tick;
        tick = null;
        if (call != null && call.active()) {
            call.cancel();
        }
    }

    private void tick() {
        tick = null;
        ticking = true;
        try {
            BooleanSupplier over = slices.get();
            do {
                Iterator<CooperativeTask> first = turns.iterator();
                if (!first.hasNext()) {
                    break;
                }
                CooperativeTask task = first.next();
                first.remove();
                task.step();
                if (task.isActive() && !stopped) {
                    turns.add(task);
                }
            } while (!over.getAsBoolean());
        } finally {
            ticking = false;
        }
        schedule();
    }
}
