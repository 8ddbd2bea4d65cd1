/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

/** A datagram too long to be sent. Twisted's {@code MessageLengthError}. */
public final class MessageLengthException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param length of the datagram in bytes
     * @param most what can be sent
     */
    public MessageLengthException(int length, int most) {
        super("length: " + length + " (expected: at most " + most + " bytes in a datagram)");
    }
}
