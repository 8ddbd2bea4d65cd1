/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import org.jspecify.annotations.Nullable;

/**
 * Stops the work behind a Deferred when somebody cancels it.
 *
 * @param <T> the type of the Deferred's result
 */
@FunctionalInterface
public interface Canceller<T extends @Nullable Object> {
    /**
     * Stops the work. It may fire the Deferred, with a value or a failure of its choice; if it does not, the Deferred
     * fails with {@link CancelledException}.
     *
     * @param self the Deferred that is being cancelled
     * @throws Exception anything, which is logged and added to the {@link CancelledException} as suppressed
     */
    void cancel(Deferred<T> self) throws Exception;
}
