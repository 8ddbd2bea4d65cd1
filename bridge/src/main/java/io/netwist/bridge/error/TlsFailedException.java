/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** TLS could not be set up. Twisted's {@code SSLError}. */
public class TlsFailedException extends ConnectionFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public TlsFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
