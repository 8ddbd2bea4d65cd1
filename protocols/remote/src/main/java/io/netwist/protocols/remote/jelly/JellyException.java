/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import java.io.Serial;

/** What was to be sent cannot be, or what has come is no jelly. Says which, and where in the value. */
public class JellyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message says what is wrong
     */
    public JellyException(String message) {
        super(message);
    }
}
