/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

/** The reactor does not run: it was never started, is stopping, or has stopped. */
public final class ReactorNotRunning extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was called and in which state
     */
    public ReactorNotRunning(String message) {
        super(message);
    }
}
