/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

import io.netwist.deferred.CheckReturnValue;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An iteration that a {@link Cooperator} takes forward step by step.
 *
 * <p><b>Threading</b>: the thread of the Cooperator.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.CooperativeTask}.
 */
public final class CooperativeTask {
    private final Cooperator cooperator;
    private final Iterator<?> iterator;

    /** How often it was paused and not resumed; waiting for a Deferred is a pause too. */
    private int pauses;

    /** Why nothing more can be done with it; null while it goes on. */
    private @Nullable TaskFinished finished;

    /** What it failed with; null while it goes on and when it has come to its end. */
    private @Nullable Failure failure;

    private List<Deferred<Iterator<?>>> watchers = new ArrayList<>();

    /** A failure that nobody has asked about: garbage in a Deferred of its own, it is reported as unhandled. */
    private @Nullable Deferred<?> unasked;

    CooperativeTask(Cooperator cooperator, Iterator<?> iterator) {
        this.cooperator = cooperator;
        this.iterator = iterator;
    }

    /**
     * Asks to be told of the end; each call gives a Deferred of its own.
     *
     * @return fires with the iterator when it is exhausted, or fails with what the task failed with,
     *     {@link TaskStopped} or {@link SchedulerStopped}; cancelling it changes nothing for the task
     */
    @CheckReturnValue
    public Deferred<Iterator<?>> whenDone() {
        if (finished == null) {
            Deferred<Iterator<?>> watcher = new Deferred<>(self -> watchers.remove(self));
            watchers.add(watcher);
            return watcher;
        }
        if (unasked != null) {
            unasked.handleFailure(asked -> {});
            unasked = null;
        }
        return failure == null ? Deferred.succeed(iterator) : Deferred.fail(failure);
    }

    /**
     * Holds the task until {@link #resume} was called as often as this.
     *
     * @throws TaskFinished if it is over
     */
    public void pause() {
        requireUnfinished();
        pauses++;
        if (pauses == 1) {
            cooperator.remove(this);
        }
    }

    /**
     * Takes back one {@link #pause}. No step is made within this call.
     *
     * @throws NotPaused if it is not paused
     */
    public void resume() {
        if (pauses == 0) {
            throw new NotPaused("resume() of a task that is not paused");
        }
        pauses--;
        if (pauses == 0 && finished == null) {
            cooperator.add(this);
        }
    }

    /**
     * Ends the task; who asked for its end is told of {@link TaskStopped}.
     *
     * @throws TaskFinished if it is over
     */
    public void stop() {
        requireUnfinished();
        TaskStopped stopped = new TaskStopped("the task was stopped");
        end(stopped, Failure.of(stopped), false);
    }

    private void requireUnfinished() {
        if (finished != null) {
            throw finished;
        }
    }

    boolean isActive() {
        return pauses == 0 && finished == null;
    }

    /** Takes one item. */
    void step() {
        Object item;
        try {
            if (!iterator.hasNext()) {
                end(new TaskDone("the task has come to its end"), null, false);
                return;
            }
            item = iterator.next();
        } catch (Exception | Error thrown) {
            fail(Failure.of(thrown));
            return;
        }
        if (item instanceof Deferred<?> deferred) {
            pause();
            deferred.consume(value -> resume(), this::failWaiting);
        }
    }

    private void failWaiting(Failure reason) {
        pauses--;
        if (finished == null) {
            fail(reason);
        }
    }

    private void fail(Failure reason) {
        end(new TaskFailed("the task has failed: " + reason.getErrorMessage(), reason.value()), reason, true);
    }

    void stopWith(SchedulerStopped stopped) {
        TaskFailed over = new TaskFailed("the Cooperator was stopped", stopped);
        end(over, Failure.of(stopped), false);
    }

    /** It leaves the Cooperator before anybody is told, so that they may do with that what they like. */
    private void end(TaskFinished state, @Nullable Failure reason, boolean report) {
        finished = state;
        failure = reason;
        cooperator.forget(this);
        List<Deferred<Iterator<?>>> all = watchers;
        watchers = new ArrayList<>();
        if (reason != null && report && all.isEmpty()) {
            unasked = Deferred.fail(reason);
        }
        for (Deferred<Iterator<?>> watcher : all) {
            if (watcher.isCalled()) {
                continue; // One that was told before it has cancelled this one.
            }
            if (reason == null) {
                watcher.callback(iterator);
            } else {
                watcher.errback(reason);
            }
        }
    }
}
