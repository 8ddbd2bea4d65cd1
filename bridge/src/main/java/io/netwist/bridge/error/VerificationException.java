/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** The server's certificate is somebody's whom we trust, but not for the host that we wanted. Twisted's {@code VerificationError}. */
public final class VerificationException extends TlsFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the library said, or null
     */
    public VerificationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
