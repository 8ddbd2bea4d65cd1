/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** The connection broke: reset by the peer, a read or write error, or the reactor stopped. */
public class ConnectionLost extends ConnectionClosed {

    private static final long serialVersionUID = 1L;

    /** Makes one with the usual text. */
    public ConnectionLost() {
        super("Connection to the other side was lost in a non-clean fashion.", null);
    }

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public ConnectionLost(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
