/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.io.Serial;

/** The connection of the reference is over, or the reference was released. Source: {@code twisted.spread.pb.DeadReferenceError}. */
public final class DeadReferenceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    DeadReferenceException(String message) {
        super(message);
    }
}
