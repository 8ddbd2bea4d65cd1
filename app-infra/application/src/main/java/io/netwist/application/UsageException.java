/* SPDX-License-Identifier: MIT */
package io.netwist.application;

/** Options that do not make sense. Its message is for the person who typed them. */
public class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message names the option, the value and what was expected
     */
    public UsageException(String message) {
        super(message);
    }

    /**
     * Makes one with a cause.
     *
     * @param message names the option, the value and what was expected
     * @param cause what found it
     */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
