/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

/**
 * A queue that is full was given one more item.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.QueueOverflow}.
 */
public final class QueueOverflow extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which bound was reached
     */
    public QueueOverflow(String message) {
        super(message);
    }
}
