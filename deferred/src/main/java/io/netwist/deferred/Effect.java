/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import org.jspecify.annotations.Nullable;

/**
 * Looks at a result and returns nothing: a consumer that may throw.
 *
 * @param <A> what it is given
 */
@FunctionalInterface
public interface Effect<A extends @Nullable Object> {
    /**
     * Looks at the result.
     *
     * @param argument the result
     * @throws Throwable anything, which becomes a {@link Failure}
     */
    void accept(A argument) throws Throwable;
}
