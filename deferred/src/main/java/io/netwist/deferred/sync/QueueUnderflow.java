/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

/**
 * A queue was asked for an item by more takers than may wait.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.QueueUnderflow}.
 */
public final class QueueUnderflow extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which bound was reached
     */
    public QueueUnderflow(String message) {
        super(message);
    }
}
