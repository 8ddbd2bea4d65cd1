/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;

/** A responder of ours returned what the command does not allow. */
public final class BadLocalReturnException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1;

    BadLocalReturnException(String message) {
        super(message);
    }
}
