/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.io.Serial;

/** A method was called with arguments that it does not take. Python's {@code TypeError}. */
public final class WrongArgumentsException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    WrongArgumentsException(String message) {
        super(message);
    }
}
