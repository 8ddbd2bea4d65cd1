/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

/** We called {@code abortConnection}. */
public final class ConnectionAborted extends ConnectionLost {

    private static final long serialVersionUID = 1L;

    /** Makes one with the usual text. */
    public ConnectionAborted() {
        super("Connection was aborted locally.", null);
    }
}
