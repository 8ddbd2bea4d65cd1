/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Events for the JDK's flight recorder. They are off unless a recording asks for them by name, and then asking whether
 * they are on is all that they cost, which the compiler removes until the flight recorder changes the answer.
 */
@SuppressWarnings("UnusedVariable") // The flight recorder reads the fields of an event.
final class Events {
    /** A JVM may come without the flight recorder. */
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Events() {}

    static boolean wantsCreated() {
        return PRESENT && Created.PROBE.isEnabled();
    }

    static boolean wantsFired() {
        return PRESENT && Fired.PROBE.isEnabled();
    }

    static boolean wantsUnhandled() {
        return PRESENT && UnhandledEvent.PROBE.isEnabled();
    }

    static void created() {
        new Created().commit();
    }

    static void fired(@Nullable Object result) {
        Fired event = new Fired();
        event.failed = result instanceof Failure;
        event.commit();
    }

    static void unhandled(UnhandledFailure unhandled) {
        UnhandledEvent event = new UnhandledEvent();
        event.failure = unhandled.toString();
        event.commit();
    }

    @Name("io.netwist.DeferredCreated")
    @Label("Deferred created")
    @Category("Netwist")
    @Enabled(false)
    @StackTrace
    private static final class Created extends Event {
        static final Created PROBE = new Created();
    }

    @Name("io.netwist.DeferredFired")
    @Label("Deferred fired")
    @Category("Netwist")
    @Enabled(false)
    @StackTrace
    private static final class Fired extends Event {
        static final Fired PROBE = new Fired();

        @Label("Failed")
        boolean failed;
    }

    @Name("io.netwist.DeferredUnhandled")
    @Label("Unhandled failure in Deferred")
    @Category("Netwist")
    @Enabled(false)
    @StackTrace(false)
    private static final class UnhandledEvent extends Event {
        static final UnhandledEvent PROBE = new UnhandledEvent();

        @Label("Failure")
        @Nullable
        String failure;
    }
}
