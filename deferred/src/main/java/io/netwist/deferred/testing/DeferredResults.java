/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.testing;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of a Deferred, for tests. They need no particular test framework: what they throw is an
 * {@link AssertionError}.
 *
 * <p><b>Source</b>: the methods of {@code twisted.trial.unittest.SynchronousTestCase} of the same names.
 */
public final class DeferredResults {
    private DeferredResults() {}

    /**
     * Takes the value of a Deferred that has succeeded.
     *
     * @param <T> the type of the value
     * @param deferred the Deferred; its result is null afterwards
     * @return the value
     * @throws AssertionError if there is no result yet, or a failure, which becomes the cause and counts as handled
     */
    public static <T extends @Nullable Object> T successResultOf(Deferred<T> deferred) {
        List<T> values = new ArrayList<>(1);
        if (deferred.hasResult()) {
            deferred.onSuccess(values::add);
        }
        Outcome<T> outcome = take(deferred, "a value");
        if (!outcome.isSuccess()) {
            Failure failure = outcome.failure();
            throw new AssertionError(
                    "expected a value, but the Deferred failed:\n" + failure.getTraceback(), failure.value());
        }
        return values.get(0);
    }

    /**
     * Takes the failure of a Deferred that has failed.
     *
     * @param deferred the Deferred; its result is null afterwards and the failure counts as handled
     * @param types the types of which the exception must be one; none means any
     * @return the failure
     * @throws AssertionError if there is no result yet, a value, or another exception, which becomes the cause
     */
    @SafeVarargs
    public static Failure failureResultOf(Deferred<?> deferred, Class<? extends Throwable>... types) {
        List<Class<? extends Throwable>> wanted = new ArrayList<>();
        for (Class<? extends Throwable> type : types) {
            wanted.add(type);
        }
        return failureOf(deferred, wanted);
    }

    /**
     * Takes the exception of a Deferred that has failed.
     *
     * @param <X> the type
     * @param deferred the Deferred; its result is null afterwards and the failure counts as handled
     * @param type the type of which the exception must be
     * @return the exception
     * @throws AssertionError if there is no result yet, a value, or another exception, which becomes the cause
     */
    public static <X extends Throwable> X failureResultOf(Deferred<?> deferred, Class<X> type) {
        return type.cast(failureOf(deferred, List.of(type)).value());
    }

    private static Failure failureOf(Deferred<?> deferred, List<Class<? extends Throwable>> types) {
        String expected = "a failure"
                + (types.isEmpty()
                        ? ""
                        : types.stream().map(Class::getName).collect(Collectors.joining(" or ", " of type ", "")));
        Outcome<?> outcome = take(deferred, expected);
        if (outcome.isSuccess()) {
            throw new AssertionError("expected " + expected + ", but got " + outcome);
        }
        Failure failure = outcome.failure();
        if (!types.isEmpty() && types.stream().noneMatch(type -> type.isInstance(failure.value()))) {
            throw new AssertionError("expected " + expected + ", but got:\n" + failure.getTraceback(), failure.value());
        }
        return failure;
    }

    /**
     * Checks that a Deferred has no result yet: it has not fired, or it waits for another or is paused.
     *
     * @param deferred the Deferred; a result that comes later stays as it is
     * @throws AssertionError if there is a result; a failure then counts as handled
     */
    public static void assertNoResult(Deferred<?> deferred) {
        if (deferred.hasResult()) {
            Outcome<?> outcome = take(deferred, "a result");
            throw new AssertionError(
                    "expected no result yet, but there is " + outcome,
                    outcome.isSuccess() ? null : outcome.failure().value());
        }
    }

    /**
     * Adds a stage that expects a failure: the exception becomes the value. Everything else fails the chain with an
     * {@link AssertionError}, which no such stage after it mistakes for what it expects. The test must take the result,
     * or the error is an unhandled one.
     *
     * @param <X> the type
     * @param deferred a Deferred, fired or not
     * @param type the type of which the exception must be
     * @return the same Deferred, whose value is the exception
     */
    public static <X extends Throwable> Deferred<X> assertFailure(Deferred<?> deferred, Class<X> type) {
        return deferred.addCallbacks(
                value -> {
                    throw new AssertionError(
                            "expected a failure of type " + type.getName() + ", but the Deferred succeeded: " + value);
                },
                failure -> {
                    if (!type.isInstance(failure.value()) || failure.value() instanceof AssertionError) {
                        throw new AssertionError(
                                "expected a failure of type " + type.getName() + ", but got:\n"
                                        + failure.getBriefTraceback(),
                                failure.value());
                    }
                    return type.cast(failure.value());
                });
    }

    private static <T extends @Nullable Object> Outcome<T> take(Deferred<T> deferred, String expected) {
        if (!deferred.hasResult()) {
            throw new AssertionError("expected " + expected + ", but there is no result yet: " + deferred);
        }
        List<Outcome<T>> taken = new ArrayList<>(1);
        deferred.onFired(taken::add).consume(value -> {}, failure -> {});
        return taken.get(0);
    }
}
