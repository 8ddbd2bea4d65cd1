/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.io.Serial;

/**
 * An error that is an expected outcome of a call: it is sent to the caller and not logged here. Source: {@code
 * twisted.spread.pb.Error}.
 */
public class PBError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Makes one, without a stack trace.
     *
     * @param message for the caller
     */
    public PBError(String message) {
        super(message, null, true, false);
    }
}
