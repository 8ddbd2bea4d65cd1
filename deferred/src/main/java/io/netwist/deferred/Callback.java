/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import org.jspecify.annotations.Nullable;

/**
 * Turns one result into the next.
 *
 * @param <A> what it is given
 * @param <R> what it makes of it
 */
@FunctionalInterface
public interface Callback<A extends @Nullable Object, R extends @Nullable Object> {
    /**
     * Makes the next result.
     *
     * @param argument the result so far
     * @return the next result; not a Deferred (the methods that end in {@code Deferring} are for that)
     * @throws Throwable anything, which becomes a {@link Failure}
     */
    @Nullable
    R call(A argument) throws Throwable;
}
