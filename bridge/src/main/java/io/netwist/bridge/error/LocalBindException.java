/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** The local address asked for cannot be used. Twisted's {@code ConnectBindError}. */
public class LocalBindException extends ConnectionFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public LocalBindException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
