/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** No route to the host or its network. Twisted's {@code NoRouteError}. */
public class HostUnreachableException extends ConnectionFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public HostUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
