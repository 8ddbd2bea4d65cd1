/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

import org.jspecify.annotations.Nullable;

/** A process could not be started; none of it is left. Twisted raises what the operating system raised. */
public final class CannotSpawnException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was to be started, and why that cannot be
     * @param cause what the operating system said, or null
     */
    public CannotSpawnException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
