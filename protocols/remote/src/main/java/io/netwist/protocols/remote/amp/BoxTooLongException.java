/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;

/** The peer sent a box with more in it than is allowed here. */
public final class BoxTooLongException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1;

    BoxTooLongException(int limit) {
        super("the peer sent a box of more than " + limit + " bytes");
    }
}
