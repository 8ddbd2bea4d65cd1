/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** The operating system gave up waiting for the peer. Twisted's {@code TCPTimedOutError}. */
public class TcpTimedOutException extends ConnectionFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public TcpTimedOutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
