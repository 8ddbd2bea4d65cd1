/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.time.Action;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * One behaviour that a contract asks for.
 *
 * <p>With JUnit: {@code @TestFactory Stream<DynamicTest> keepsTheContract() { return TransportContract.checks(…).stream()
 * .map(each -> dynamicTest(each.name(), each.body()::run)); }}
 *
 * @param name what is asked for, in words that can name a test
 * @param rows the rows of the behavioural specification
 * @param body does it; throws an {@link AssertionError} if the behaviour is another
 */
public record Check(String name, List<String> rows, Action body) {

    /**
     * Copies the rows.
     *
     * @param name what is asked for
     * @param rows of the specification
     * @param body does it
     */
    public Check {
        rows = List.copyOf(rows);
    }

    /** What has checks for methods. */
    interface Contract {
        /** Ends the one check of this instance. */
        void over() throws Exception;
    }

    /** The checks of a class: its methods that name rows, each on an instance of its own. */
    static <T extends Contract> List<Check> of(Class<T> contract, Callable<T> instance) {
        List<Check> checks = new ArrayList<>();
        for (Method method : contract.getDeclaredMethods()) {
            Spec spec = method.getAnnotation(Spec.class);
            if (spec != null) {
                checks.add(new Check(method.getName(), List.of(spec.value()), () -> {
                    T fresh = instance.call();
                    try {
                        method.invoke(fresh);
                    } catch (InvocationTargetException e) {
                        rethrow(e);
                    } finally {
                        fresh.over();
                    }
                }));
            }
        }
        checks.sort(Comparator.comparing(Check::name));
        return checks;
    }

    private static void rethrow(InvocationTargetException e) throws Exception {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        throw e.getCause() instanceof Exception exception ? exception : e;
    }

    static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static void equal(Object actual, Object expected, String what) {
        that(expected.equals(actual), what + ": " + actual + " (expected: " + expected + ")");
    }

    static void fails(Class<? extends Throwable> type, Action action) {
        try {
            action.run();
        } catch (Throwable e) {
            if (type.isInstance(e)) {
                return;
            }
            throw new AssertionError("thrown: " + e + " (expected: " + type.getName() + ")", e);
        }
        throw new AssertionError("nothing was thrown (expected: " + type.getName() + ")");
    }
}
