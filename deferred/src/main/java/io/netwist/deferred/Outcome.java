/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a Deferred came out: a value or a Failure, whichever it was.
 *
 * @param <T> the type of the value
 */
public final class Outcome<T extends @Nullable Object> {
    private final @Nullable T value;
    private final @Nullable Failure failure;

    private Outcome(@Nullable T value, @Nullable Failure failure) {
        this.value = value;
        this.failure = failure;
    }

    /**
     * An outcome with a value.
     *
     * @param <T> the type of the value
     * @param value the value, null included
     * @return a success
     */
    public static <T extends @Nullable Object> Outcome<T> success(@Nullable T value) {
        return new Outcome<>(value, null);
    }

    /**
     * An outcome without a value.
     *
     * @param <T> the type that the value would have had
     * @param failure why there is none
     * @return a failure
     */
    public static <T extends @Nullable Object> Outcome<T> failed(Failure failure) {
        return new Outcome<>(null, Objects.requireNonNull(failure, "failure"));
    }

    /**
     * Tells which it is.
     *
     * @return whether there is a value
     */
    public boolean isSuccess() {
        return failure == null;
    }

    /**
     * Gives the value, or throws the failure.
     *
     * @return the value
     * @throws Exception the very exception that the failure holds
     */
    public @Nullable T value() throws Exception {
        if (failure != null) {
            throw Failure.sneak(failure.value());
        }
        return value;
    }

    /**
     * Gives the failure.
     *
     * @return the failure
     * @throws IllegalStateException if there is a value
     */
    public Failure failure() {
        if (failure == null) {
            throw new IllegalStateException("the outcome is a success, ask isSuccess() first");
        }
        return failure;
    }

    @Override
    public String toString() {
        return failure == null ? "success: " + Failure.text(value) : "failed: " + failure;
    }
}
