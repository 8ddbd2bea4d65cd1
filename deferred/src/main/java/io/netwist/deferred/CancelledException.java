/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A Deferred was cancelled and its canceller supplied no other result. It carries a stack trace in debug mode only:
 * being cancelled is not a bug.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.CancelledError}.
 */
public final class CancelledException extends CancellationException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception without a message. */
    public CancelledException() {}

    /**
     * Makes the exception.
     *
     * @param message what was cancelled, or why; may be null
     */
    public CancelledException(@Nullable String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return Deferred.getDebugging() ? super.fillInStackTrace() : this;
    }
}
