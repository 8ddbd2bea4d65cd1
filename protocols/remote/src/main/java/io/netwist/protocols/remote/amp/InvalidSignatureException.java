/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;

/** A command was to be sent without one of its arguments, or with one that does not fit. */
public final class InvalidSignatureException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1;

    InvalidSignatureException(String message) {
        super(message);
    }
}
