/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** The time allowed for connecting is over. Twisted's {@code TimeoutError}. */
public class ConnectionTimedOutException extends ConnectingStoppedException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public ConnectionTimedOutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
