/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.ReactorCore.Phase;
import io.netwist.bridge.ReactorCore.Trigger;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.WrongReactorThreadException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Startup, shutdown and whatever events programs invent, each in three phases. */
final class SystemEvents {

    private final Map<String, Event> events = new HashMap<>();

    /** Where a firing goes on after it has waited: between two turns of the loop, never inside an input callback. */
    private final Executor between;

    SystemEvents(Executor between) {
        this.between = between;
    }

    /** One event: the triggers to come, and those of the first phase that have run in the firing under way. */
    private static final class Event {
        final Map<Phase, ArrayDeque<Entry>> triggers = new EnumMap<>(Phase.class);
        final List<Entry> ran = new ArrayList<>();
        boolean firing;

        Event() {
            for (Phase phase : Phase.values()) {
                triggers.put(phase, new ArrayDeque<>());
            }
        }

        ArrayDeque<Entry> of(Phase phase) {
            return Objects.requireNonNull(triggers.get(phase));
        }
    }

    private record Entry(Phase phase, String event, Callable<? extends @Nullable Deferred<?>> action)
            implements Trigger {
        /** A handle is itself and nothing that looks like it. */
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    Trigger add(Phase phase, String name, Callable<? extends @Nullable Deferred<?>> action) {
        Entry entry = new Entry(
                Objects.requireNonNull(phase, "phase"),
                Objects.requireNonNull(name, "event"),
                Objects.requireNonNull(action, "action"));
        events.computeIfAbsent(name, n -> new Event()).of(phase).add(entry);
        return entry;
    }

    boolean remove(Trigger trigger) {
        if (trigger instanceof Entry entry) {
            Event event = events.get(entry.event());
            if (event != null) {
                if (event.of(entry.phase()).remove(entry)) {
                    return true;
                }
                if (event.ran.contains(entry)) {
                    return false;
                }
            }
        }
        throw new IllegalArgumentException("trigger: " + trigger
                + " (expected: one that this reactor returned, that has not been removed and whose event is not over)");
    }

    void fire(String name, Runnable whenDone) {
        Event event = events.computeIfAbsent(name, n -> new Event());
        if (event.firing) {
            return;
        }
        event.firing = true;
        List<Deferred<?>> awaited = new ArrayList<>();
        ArrayDeque<Entry> before = event.of(Phase.BEFORE);
        for (Entry next = before.poll(); next != null; next = before.poll()) {
            event.ran.add(next);
            Deferred<?> result = call(next);
            if (result != null) {
                awaited.add(result);
            }
        }
        int[] missing = {awaited.size()};
        Runnable goOn = () -> between.execute(() -> finish(name, event, whenDone));
        for (Deferred<?> each : awaited) {
            await(each, name, () -> {
                if (--missing[0] == 0) {
                    goOn.run();
                }
            });
        }
        if (awaited.isEmpty()) {
            finish(name, event, whenDone);
        }
    }

    private static void await(Deferred<?> result, String event, Runnable done) {
        try {
            result.handleFailure(failure -> EventLoopReactor.LOG.error(
                            "a trigger before {} failed; the event goes on", event, failure.value()))
                    .onFired(outcome -> done.run());
        } catch (WrongReactorThreadException e) {
            EventLoopReactor.LOG.error(
                    "a trigger before {} returned a Deferred of another reactor; the event goes on", event, e);
            done.run();
        }
    }

    private void finish(String name, Event event, Runnable whenDone) {
        for (Phase phase : List.of(Phase.DURING, Phase.AFTER)) {
            ArrayDeque<Entry> triggers = event.of(phase);
            for (Entry next = triggers.poll(); next != null; next = triggers.poll()) {
                call(next);
            }
        }
        event.ran.clear();
        event.firing = false;
        if (event.triggers.values().stream().allMatch(ArrayDeque::isEmpty)) {
            events.remove(name, event);
        }
        whenDone.run();
    }

    private static @Nullable Deferred<?> call(Entry entry) {
        try {
            return entry.action().call();
        } catch (Throwable e) {
            EventLoopReactor.LOG.error("a trigger {} {} threw; the event goes on", entry.phase(), entry.event(), e);
            return null;
        }
    }
}
