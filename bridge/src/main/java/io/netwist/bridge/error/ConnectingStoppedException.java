/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** The program stopped the attempt. Twisted's {@code UserError}. */
public class ConnectingStoppedException extends ConnectionFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public ConnectingStoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
