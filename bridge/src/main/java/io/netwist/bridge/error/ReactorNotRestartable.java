/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

/** The reactor has stopped for good; make another one. */
public final class ReactorNotRestartable extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was called and in which state
     */
    public ReactorNotRestartable(String message) {
        super(message);
    }
}
