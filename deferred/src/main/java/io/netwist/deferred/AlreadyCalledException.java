/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

/**
 * A Deferred was fired a second time. In debug mode the message shows where the Deferred was made and where it was
 * fired first.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.AlreadyCalledError}.
 */
public final class AlreadyCalledException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was fired
     */
    public AlreadyCalledException(String message) {
        super(message);
    }
}
