/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.ReactorCore.Phase;
import io.netwist.bridge.ReactorCore.Trigger;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.WrongReactorThreadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The system events of a memory reactor: a plain list of triggers, in the order in which they were added. */
final class MemoryEvents {

    private final List<Added> triggers = new ArrayList<>();

    /** Those that have run in a firing that is not over. */
    private final List<Added> ran = new ArrayList<>();

    private final List<String> firing = new ArrayList<>();
    private final Executor later;

    MemoryEvents(Executor later) {
        this.later = later;
    }

    private static final class Added implements Trigger {
        final Phase phase;
        final String event;
        final Callable<? extends @Nullable Deferred<?>> action;

        Added(Phase phase, String event, Callable<? extends @Nullable Deferred<?>> action) {
            this.phase = phase;
            this.event = event;
            this.action = action;
        }

        @Nullable
        Deferred<?> call() {
            try {
                return action.call();
            } catch (Throwable e) {
                MemoryReactor.LOG.error("a trigger {} {} threw; the event goes on", phase, event, e);
                return null;
            }
        }
    }

    Trigger add(Phase phase, String event, Callable<? extends @Nullable Deferred<?>> action) {
        Added added = new Added(
                Objects.requireNonNull(phase, "phase"),
                Objects.requireNonNull(event, "event"),
                Objects.requireNonNull(action, "action"));
        triggers.add(added);
        return added;
    }

    @SuppressWarnings("SuspiciousMethodCalls") // a foreign trigger is simply not there
    boolean remove(Trigger trigger) {
        if (triggers.remove(trigger)) {
            return true;
        }
        if (ran.contains(trigger)) {
            return false;
        }
        throw new IllegalArgumentException("trigger: " + trigger
                + " (expected: one that this reactor returned, that has not been removed and whose event is not over)");
    }

    void fire(String event, Runnable whenDone) {
        if (firing.contains(event)) {
            return;
        }
        firing.add(event);
        List<Deferred<?>> awaited = new ArrayList<>();
        for (Added next = next(event, Phase.BEFORE); next != null; next = next(event, Phase.BEFORE)) {
            ran.add(next);
            Deferred<?> result = next.call();
            if (result != null) {
                awaited.add(result);
            }
        }
        if (awaited.isEmpty()) {
            finish(event, whenDone);
            return;
        }
        int[] missing = {awaited.size()};
        for (Deferred<?> each : awaited) {
            await(each, event, () -> {
                if (--missing[0] == 0) {
                    later.execute(() -> finish(event, whenDone));
                }
            });
        }
    }

    private static void await(Deferred<?> result, String event, Runnable done) {
        try {
            result.handleFailure(failure -> MemoryReactor.LOG.error(
                            "a trigger before {} failed; the event goes on", event, failure.value()))
                    .onFired(outcome -> done.run());
        } catch (WrongReactorThreadException e) {
            MemoryReactor.LOG.error(
                    "a trigger before {} returned a Deferred of another reactor; the event goes on", event, e);
            done.run();
        }
    }

    private void finish(String event, Runnable whenDone) {
        for (Phase phase : List.of(Phase.DURING, Phase.AFTER)) {
            for (Added next = next(event, phase); next != null; next = next(event, phase)) {
                next.call();
            }
        }
        ran.removeIf(each -> each.event.equals(event));
        firing.remove(event);
        whenDone.run();
    }

    /** Takes the first trigger of that phase; one at a time, since each may add and remove others. */
    private @Nullable Added next(String event, Phase phase) {
        for (Added each : triggers) {
            if (each.phase == phase && each.event.equals(event)) {
                triggers.remove(each);
                return each;
            }
        }
        return null;
    }
}
