/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

/** An address that cannot be used here. Twisted's {@code InvalidAddressError}. */
public final class InvalidAddressException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param address what it is
     * @param expected what it should be
     */
    public InvalidAddressException(Object address, String expected) {
        super("address: " + address + " (expected: " + expected + ")");
    }
}
