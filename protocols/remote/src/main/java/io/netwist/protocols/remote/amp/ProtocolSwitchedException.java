/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;

/** A box was to be sent while, or after, the connection changed to another protocol. */
public final class ProtocolSwitchedException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1;

    ProtocolSwitchedException() {
        super("this connection does not speak AMP any more, or is about to change to another protocol");
    }
}
