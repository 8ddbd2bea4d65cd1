/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Debug mode: where each Deferred was made and fired. */
final class Debug {
    static final Logger LOG = LoggerFactory.getLogger(Deferred.class);

    /** Written by whoever switches it; a Deferred sees the change when its thread does, which is soon enough. */
    static boolean on = Boolean.getBoolean("io.netwist.deferred.debug");

    /** Whether anything at all wants to hear of Deferreds that are made and fired. */
    static boolean tracing = on;

    private Debug() {}

    static void set(boolean debugging) {
        on = debugging;
        tracing = debugging;
    }

    static Extras created() {
        Extras extras = new Extras();
        extras.created = new Throwable("the Deferred was made here");
        return extras;
    }

    static void fired(Deferred<?> deferred) {
        Extras.of(deferred).fired = new Throwable("the Deferred was fired here");
    }

    /** Notes that somebody waits for the result of a Deferred, and says so when he is not the first. */
    static void claim(Deferred<?> deferred) {
        boolean resultIsGone = !Chain.isIdle(deferred) || deferred.result == null;
        if ((deferred.flags & Chain.CLAIMED) != 0 && resultIsGone) {
            LOG.warn(
                    "a second callback or coroutine waits for {}: the first gets the result and this one null;"
                            + " Deferreds.fork gives each its own",
                    deferred,
                    new Throwable("the second waits here"));
        }
        deferred.flags |= Chain.CLAIMED;
    }

    static AlreadyCalledException alreadyCalled(Deferred<?> deferred) {
        StringBuilder text = new StringBuilder("the Deferred has been fired before: ").append(deferred);
        Extras extras = deferred.extras;
        if (extras != null) {
            append(text, extras.created, "\n C: ");
            append(text, extras.fired, "\n I: ");
        }
        return new AlreadyCalledException(text.toString());
    }

    /** Appends the frames of a trace that are not the library's own. */
    static void append(StringBuilder text, @Nullable Throwable trace, String prefix) {
        if (trace == null) {
            return;
        }
        for (StackTraceElement frame : trace.getStackTrace()) {
            if (!isEngine(frame.getClassName())) {
                text.append(prefix).append(frame);
            }
        }
    }

    /** Whether frames of a class only say that a chain was run. */
    static boolean isEngine(String className) {
        int nested = className.indexOf('$');
        return ENGINE.contains(nested < 0 ? className : className.substring(0, nested));
    }

    private static final Set<String> ENGINE = Stream.of(
                    Deferred.class,
                    Deferreds.class,
                    Bridges.class,
                    Chain.class,
                    Stage.class,
                    Stages.class,
                    Gathering.class,
                    Driver.class,
                    Iteration.class,
                    Coroutines.class,
                    CoroutineBody.class,
                    ContinuationBody.class,
                    CarrierBody.class,
                    Carrier.class,
                    Contexts.class,
                    Debug.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());
}
