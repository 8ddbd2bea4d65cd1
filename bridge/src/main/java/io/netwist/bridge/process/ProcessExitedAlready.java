/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

/** A process was to be sent a signal and has exited. Source: {@code twisted.internet.error.ProcessExitedAlready}. */
public final class ProcessExitedAlready extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was to be sent
     */
    public ProcessExitedAlready(String message) {
        super(message);
    }
}
