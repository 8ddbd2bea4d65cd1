/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.time.Duration;
import java.util.Objects;

/**
 * A Deferred did not fire in time; see {@link Deferred#addTimeout}.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.TimeoutError}.
 */
public final class DeferredTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration timeout;

    /**
     * Makes the exception.
     *
     * @param timeout how long was waited
     * @param what what was waited for
     */
    public DeferredTimeoutException(Duration timeout, String what) {
        super(what + " did not fire within " + Objects.requireNonNull(timeout, "timeout"));
        this.timeout = timeout;
    }

    /**
     * Tells how long was waited.
     *
     * @return the timeout
     */
    public Duration timeout() {
        return timeout;
    }

    /** An expected ending carries no stack trace, except in debug mode. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return Deferred.getDebugging() ? super.fillInStackTrace() : this;
    }
}
