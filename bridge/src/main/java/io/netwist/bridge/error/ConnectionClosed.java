/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection that existed is over; the value of the Failure given to {@code connectionLost}.
 *
 * <p>Without a stack trace: an ending is not a mistake, and a server sees thousands a second.
 */
public abstract class ConnectionClosed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectionClosed(String message, @Nullable Throwable cause) {
        super(message, cause, true, false);
    }
}
