/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

/** The program cannot be started; the message is all that the operator needs. */
final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
