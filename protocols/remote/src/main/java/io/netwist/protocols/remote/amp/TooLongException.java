/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A name or a value is longer than AMP can say; a peer that sends such a name does not speak AMP. */
public final class TooLongException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1;

    private final boolean isKey;
    private final boolean isLocal;

    TooLongException(boolean isKey, boolean isLocal, int length, @Nullable String key) {
        super((isLocal ? "" : "the peer sent a ") + (isKey ? "name" : "value of " + key) + ": " + length
                + " bytes (expected: at most " + (isKey ? Box.LONGEST_KEY : Box.LONGEST_VALUE) + ")");
        this.isKey = isKey;
        this.isLocal = isLocal;
    }

    /**
     * Tells which of both it is.
     *
     * @return whether the name is too long, and not the value
     */
    public boolean isKey() {
        return isKey;
    }

    /**
     * Tells who is to blame.
     *
     * @return whether it was to be sent, and not received
     */
    public boolean isLocal() {
        return isLocal;
    }
}
