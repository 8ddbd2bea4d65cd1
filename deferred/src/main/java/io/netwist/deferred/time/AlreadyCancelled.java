/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.time;

/** A delayed call was to be cancelled or moved after it had been cancelled. */
public final class AlreadyCancelled extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which call it was
     */
    public AlreadyCancelled(String message) {
        super(message);
    }
}
