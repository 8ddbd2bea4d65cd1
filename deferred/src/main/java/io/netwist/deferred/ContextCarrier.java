/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import org.jspecify.annotations.Nullable;

/**
 * Carries something that is tied to the flow of a program, such as the logging context or a trace id, from where a
 * callback is added to where it runs. See {@link Contexts#install}.
 */
public interface ContextCarrier {
    /**
     * Copies what is in force now.
     *
     * @return a snapshot that nothing changes later; null may mean "nothing"
     */
    @Nullable
    Object capture();

    /**
     * Puts a snapshot in force.
     *
     * @param snapshot what {@link #capture} returned
     */
    void restore(@Nullable Object snapshot);
}
