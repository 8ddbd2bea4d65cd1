/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import io.netwist.deferred.time.Action;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The context in which callbacks run. With a carrier installed, each callback runs in the context in which it was added,
 * each timer and each call to another thread in the one in which it was asked for, and a coroutine keeps its own across
 * its awaits; afterwards the context is as it was. Without one nothing is captured and nothing is paid.
 *
 * <p><b>Threading</b>: install a carrier before the first Deferred is made.
 */
public final class Contexts {
    private static @Nullable ContextCarrier carrier;

    private Contexts() {}

    /**
     * Installs a carrier in place of the one that is installed.
     *
     * @param newCarrier the carrier, or null for none
     */
    public static void install(@Nullable ContextCarrier newCarrier) {
        carrier = newCarrier;
    }

    /**
     * A carrier of SLF4J's logging context.
     *
     * @return the carrier
     */
    public static ContextCarrier mdc() {
        return new ContextCarrier() {
            @Override
            public @Nullable Object capture() {
                Map<String, String> copy = MDC.getCopyOfContextMap();
                return copy == null || copy.isEmpty() ? null : copy;
            }

            @Override
            @SuppressWarnings("unchecked")
            public void restore(@Nullable Object snapshot) {
                if (snapshot == null) {
                    MDC.clear();
                } else {
                    MDC.setContextMap((Map<String, String>) snapshot);
                }
            }
        };
    }

    /**
     * Ties an action to the context that is in force now; for those who write a reactor.
     *
     * @param action the action
     * @return the same action when no carrier is installed
     */
    public static Action bind(Action action) {
        if (carrier == null) {
            return action;
        }
        Object snapshot = capture();
        return () -> {
            Object before = exchange(snapshot);
            try {
                action.run();
            } finally {
                exchange(before);
            }
        };
    }

    /**
     * Ties a call to the context that is in force now; for those who write a reactor.
     *
     * @param <T> the type of the result
     * @param call the call
     * @return the same call when no carrier is installed
     */
    public static <T extends @Nullable Object> Callable<? extends T> bind(Callable<? extends T> call) {
        if (carrier == null) {
            return call;
        }
        Object snapshot = capture();
        return () -> {
            Object before = exchange(snapshot);
            try {
                return call.call();
            } finally {
                exchange(before);
            }
        };
    }

    static boolean installed() {
        return carrier != null;
    }

    static @Nullable Object capture() {
        ContextCarrier now = carrier;
        return now == null ? null : now.capture();
    }

    /** Puts a snapshot in force and gives what was before. */
    static @Nullable Object exchange(@Nullable Object snapshot) {
        ContextCarrier now = carrier;
        if (now == null) {
            return null;
        }
        Object before = now.capture();
        now.restore(snapshot);
        return before;
    }

    /** Ties a stage to the context that is in force now. */
    static Object bindStage(Object stage) {
        return stage instanceof Stage.Handover || stage instanceof Deferred ? stage : new InContext(stage, capture());
    }

    /** A stage with the context in which it was added. */
    private static final class InContext extends Stage {
        private final Stage stage;
        private final @Nullable Object context;

        InContext(Object stage, @Nullable Object context) {
            this.stage = stage instanceof Stage special
                    ? special
                    : new Stages.Success(Chain.erase(Objects.requireNonNull(stage)));
            this.context = context;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            Object before = exchange(context);
            try {
                return stage.apply(result);
            } finally {
                exchange(before);
            }
        }
    }
}
