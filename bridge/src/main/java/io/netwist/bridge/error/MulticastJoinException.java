/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** A group could not be joined or left, or is none. Twisted's {@code MulticastJoinError}. */
public final class MulticastJoinException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message which group and why
     * @param cause what the operating system or the library said, or null
     */
    public MulticastJoinException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
