/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netwist.bridge.error.ConnectionDone;

/** A WebSocket has ended with a code: the peer's, or ours if we were first. RFC 6455, section 7.4. */
public final class WebSocketClosed extends ConnectionDone {

    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;

    WebSocketClosed(int code, String reason) {
        super("The WebSocket was closed with code " + code + (reason.isEmpty() ? "." : ": " + reason), null);
        this.code = code;
        this.reason = reason;
    }

    /**
     * The code.
     *
     * @return for example 1000, the ordinary end; 1005 if the peer gave none; 1006 if it has fallen silent
     */
    public int code() {
        return code;
    }

    /**
     * The words beside it.
     *
     * @return perhaps empty
     */
    public String reason() {
        return reason;
    }
}
