/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

/** The reactor runs already. */
public final class ReactorAlreadyRunning extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was called and in which state
     */
    public ReactorAlreadyRunning(String message) {
        super(message);
    }
}
