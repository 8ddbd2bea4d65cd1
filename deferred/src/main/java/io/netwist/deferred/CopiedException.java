/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception that is not here itself: one that another program reported, whose class nobody knows here, or
 * one that could not be serialised. It keeps what can be told in words: the name of the class, the names of the classes
 * above it, the message, the frames and the causes.
 *
 * <p>{@link Failure#check(String...)} looks at those names, so code that handles errors by name need not know whether the
 * exception itself has arrived.
 *
 * <p><b>Source</b>: a {@code twisted.python.failure.Failure} after pickling.
 */
public final class CopiedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Longer chains of causes are cut. */
    private static final int CAUSES = 50;

    private final ArrayList<String> ancestors;

    /**
     * Describes an exception.
     *
     * @param ancestors the name of its class, then those of the classes above it; at least one
     * @param message its message
     * @param cause its cause
     */
    public CopiedException(List<String> ancestors, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
        if (ancestors.isEmpty()) {
            throw new IllegalArgumentException("ancestors: [] (expected: at least the name of the exception's class)");
        }
        this.ancestors = new ArrayList<>(ancestors);
    }

    /** Describes an exception of this JVM. */
    static CopiedException of(Throwable original) {
        return of(original, CAUSES);
    }

    private static CopiedException of(Throwable original, int depth) {
        Throwable cause = depth == 0 ? null : original.getCause();
        String message;
        try {
            message = original.getMessage();
        } catch (RuntimeException hostile) {
            message = "(getMessage failed)";
        }
        CopiedException copy = new CopiedException(
                Failure.of(original).ancestors(), message, cause == null ? null : of(cause, depth - 1));
        copy.setStackTrace(original.getStackTrace());
        return copy;
    }

    /**
     * Gives the name of the class of the exception.
     *
     * @return the qualified name, in the notation of the program that it comes from
     */
    public String className() {
        return Objects.requireNonNull(ancestors.get(0));
    }

    /**
     * Gives the names of the class of the exception and of all classes above it.
     *
     * @return the qualified names, the class itself first
     */
    public List<String> ancestors() {
        return List.copyOf(ancestors);
    }

    /** The name of the original class, and the message. */
    @Override
    @SuppressWarnings(
            "OverrideThrowableToString") // The message is the original's; this replaces the name of the class.
    public String toString() {
        String message = getMessage();
        return message == null ? className() : className() + ": " + message;
    }
}
