/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.banana;

import java.io.Serial;

/** What was to be sent cannot be, or what has come is no banana or more than is allowed. Says which. */
public final class BananaException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    BananaException(String message) {
        super(message);
    }
}
