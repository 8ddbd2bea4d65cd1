/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;

/**
 * A process wrote to its standard error where only its output was wanted. Source: {@code
 * twisted.internet.utils._UnexpectedErrorOutput}.
 */
public final class UnexpectedErrorOutput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Deferred<Failure> processEnded;

    /**
     * Makes one.
     *
     * @param text what it wrote first
     * @param processEnded fired when the process has ended
     */
    public UnexpectedErrorOutput(String text, Deferred<Failure> processEnded) {
        super("got stderr: " + text);
        this.processEnded = processEnded;
    }

    /**
     * Tells when the process has really ended.
     *
     * @return fired with the reason
     */
    public Deferred<Failure> processEnded() {
        return processEnded;
    }
}
