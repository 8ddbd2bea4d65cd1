/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

/** There is no attempt to stop. Twisted's {@code NotConnectingError}. */
public final class NotConnectingException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was called and in which state
     */
    public NotConnectingException(String message) {
        super(message);
    }
}
