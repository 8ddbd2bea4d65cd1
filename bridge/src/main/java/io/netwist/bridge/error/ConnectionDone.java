/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** The connection was closed cleanly, by the peer or by us. */
public class ConnectionDone extends ConnectionClosed {

    private static final long serialVersionUID = 1L;

    /** Makes one with the usual text. */
    public ConnectionDone() {
        super("Connection was closed cleanly.", null);
    }

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public ConnectionDone(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
