/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a chain that is more than a success callback; success callbacks stand in their slot bare.
 *
 * <p>A result is given raw: a plain value, a {@link Failure} for a failed result, or a {@link FailureValue}.
 */
abstract class Stage extends Special {
    /**
     * Makes the next raw result. Returning a Deferred means to wait for it.
     *
     * @throws Throwable anything, which becomes a Failure
     */
    abstract @Nullable Object apply(@Nullable Object result) throws Throwable;

    /** Checks what a function returned that must not return a Deferred. */
    static @Nullable Object plain(@Nullable Object returned) {
        return returned instanceof Deferred ? Failure.of(returnedDeferred()) : returned;
    }

    static IllegalStateException returnedDeferred() {
        return new IllegalStateException("this callback returned a Deferred; add it with addCallbackDeferring (or the"
                + " Deferring form of the method that you used)");
    }

    /** Checks what a function returned that must return a Deferred. */
    static Object deferred(@Nullable Object returned) {
        return Objects.requireNonNull(returned, "a Deferring callback returned null instead of a Deferred");
    }

    /** A stage that gives results to other Deferreds, which the chain then runs without recursion. */
    abstract static class Handover extends Stage {
        /**
         * Takes the result.
         *
         * @return what remains as the result of the Deferred it is a stage of
         */
        @Override
        abstract @Nullable Object apply(@Nullable Object result) throws Throwable;

        /** After {@link #apply}: the Deferred that it has just fired and whose stages are to run now, or null. */
        abstract @Nullable Deferred<?> next();
    }
}
