/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;

/** TLS was asked for a second time on one connection. */
public final class OnlyOneTlsException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1;

    OnlyOneTlsException() {
        super("TLS has been started, or asked for, on this connection before");
    }
}
