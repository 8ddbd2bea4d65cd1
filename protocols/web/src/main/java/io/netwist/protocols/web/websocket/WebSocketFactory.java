/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netwist.protocols.web.Request;
import org.jspecify.annotations.Nullable;

/** Makes the protocol for each WebSocket that is opened. Source: {@code twisted.web.websocket.WebSocketServerFactory}. */
@FunctionalInterface
public interface WebSocketFactory {

    /**
     * Makes a protocol. Called by the resource, before the client is answered: headers and cookies that are set on the
     * request are part of the answer.
     *
     * @param request the client's, with its session, cookies and path
     * @return a new protocol, or null to refuse the client with 403
     * @throws Exception becomes a 500 page
     */
    @Nullable
    WebSocketProtocol buildProtocol(Request request) throws Exception;
}
