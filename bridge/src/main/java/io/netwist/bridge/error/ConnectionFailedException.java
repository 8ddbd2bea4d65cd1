/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/**
 * A connection could not be made; the value of the Failure given to {@code clientConnectionFailed}. Twisted's {@code
 * ConnectError}.
 *
 * <p>The operating system's own exception is the cause. Without a stack trace: it would show the event loop and nothing
 * else.
 */
public class ConnectionFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what failed, with the destination
     * @param cause what the operating system or the library said, or null
     */
    public ConnectionFailedException(String message, @Nullable Throwable cause) {
        super(message, cause, true, false);
    }
}
