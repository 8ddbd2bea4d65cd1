/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;

/** A box came that is neither a command, nor an answer, nor an error. */
public final class NoEmptyBoxesException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1;

    NoEmptyBoxesException(String message) {
        super(message);
    }
}
