/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

/** The factory declined the connection: its {@code buildProtocol} returned null. */
public final class NoProtocol extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was called and in which state
     */
    public NoProtocol(String message) {
        super(message);
    }
}
