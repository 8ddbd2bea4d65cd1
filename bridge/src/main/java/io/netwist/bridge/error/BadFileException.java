/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import org.jspecify.annotations.Nullable;

/** The file is not a socket that somebody serves. Twisted's {@code BadFileError}. */
public class BadFileException extends ConnectionFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message what happened
     * @param cause what the operating system or the library said, or null
     */
    public BadFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
