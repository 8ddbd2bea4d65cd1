/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** The peer refused the connection. Twisted's {@code ConnectionRefusedError}. */
public class ConnectionRefusedException extends ConnectionFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public ConnectionRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
