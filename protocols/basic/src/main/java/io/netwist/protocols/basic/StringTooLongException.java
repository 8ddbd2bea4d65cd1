/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

/** A string cannot be sent because its length does not fit its prefix. Twisted's {@code StringTooLongError}. */
public final class StringTooLongException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message the length and what is allowed
     */
    public StringTooLongException(String message) {
        super(message);
    }
}
