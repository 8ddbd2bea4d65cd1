/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

/** A producer wrote less, or more, than the length that it had said. */
public final class WrongBodyLength extends RuntimeException {

    private static final long serialVersionUID = 1;

    WrongBodyLength(String message) {
        super(message);
    }
}
