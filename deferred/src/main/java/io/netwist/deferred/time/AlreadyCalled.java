/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.time;

/** A delayed call was to be cancelled or moved after it had begun to run. */
public final class AlreadyCalled extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which call it was
     */
    public AlreadyCalled(String message) {
        super(message);
    }
}
