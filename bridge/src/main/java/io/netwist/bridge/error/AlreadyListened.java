/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

/** Something that can listen only once has listened. */
public final class AlreadyListened extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what was called and in which state
     */
    public AlreadyListened(String message) {
        super(message);
    }
}
