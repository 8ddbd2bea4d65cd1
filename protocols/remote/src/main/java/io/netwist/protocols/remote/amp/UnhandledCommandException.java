/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;

/** The peer has no responder for a command. */
public final class UnhandledCommandException extends RemoteAmpException {
    @Serial
    private static final long serialVersionUID = 1;

    UnhandledCommandException(String code, String description) {
        super(code, description);
    }
}
