/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;

/** The peer reported an error that the command does not declare, or that it would not tell. */
public final class UnknownRemoteException extends RemoteAmpException {
    @Serial
    private static final long serialVersionUID = 1;

    UnknownRemoteException(String code, String description) {
        super(code, description);
    }
}
