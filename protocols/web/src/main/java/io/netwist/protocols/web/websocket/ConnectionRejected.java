/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netwist.protocols.web.client.Agent;

/**
 * A server has answered a request for a WebSocket with something else. Its response must be read, as any of an agent.
 * Source: {@code twisted.web.websocket.ConnectionRejected}.
 */
public final class ConnectionRejected extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Agent.Response response;

    ConnectionRejected(Agent.Response response) {
        super("a WebSocket was refused with " + response.code() + ' ' + response.phrase(), null, false, false);
        this.response = response;
    }

    /**
     * What the server said instead.
     *
     * @return with its body, which can be read as it comes
     */
    public Agent.Response response() {
        return response;
    }
}
