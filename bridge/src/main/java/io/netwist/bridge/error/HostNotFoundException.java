/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** The name has no address. Twisted's {@code UnknownHostError} and {@code DNSLookupError}. */
public class HostNotFoundException extends ConnectionFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public HostNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
