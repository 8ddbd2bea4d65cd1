/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.buffer.ByteBuf;
import io.netwist.deferred.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What happens on one WebSocket, on either side. Every callback does nothing until overridden.
 *
 * <p>Contract: {@code negotiationStarted}, {@code negotiationFinished}, then messages, then {@code connectionLost} once and
 * last. An exception out of any of them is logged once and ends the connection with code 1011.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.web.websocket.WebSocketProtocol}.
 */
public abstract class WebSocketProtocol {

    private @Nullable WebSocketTransport transport;

    /** For subclasses. */
    protected WebSocketProtocol() {}

    final void makeConnection(WebSocketTransport over) throws Exception {
        if (transport != null) {
            throw new IllegalStateException(
                    getClass().getName() + " was given a second connection: make a new protocol for each");
        }
        transport = over;
        negotiationStarted(over);
    }

    /**
     * There is a connection. Override me.
     *
     * @param transport the same as {@link #transport()}
     * @throws Exception ends the connection
     */
    public void negotiationStarted(WebSocketTransport transport) throws Exception {}

    /**
     * Both sides have agreed; messages may be sent. Override me.
     *
     * @throws Exception ends the connection
     */
    public void negotiationFinished() throws Exception {}

    /**
     * A text message has come. Override me.
     *
     * @param text a whole message
     * @throws Exception ends the connection
     */
    public void textMessageReceived(String text) throws Exception {}

    /**
     * A binary message has come. Override me.
     *
     * <p>Ownership: lent until this returns; {@code retain()} keeps it.
     *
     * @param data a whole message, perhaps empty
     * @throws Exception ends the connection
     */
    public void bytesMessageReceived(ByteBuf data) throws Exception {}

    /**
     * The peer has answered a ping of ours. Override me.
     *
     * <p>Ownership: lent until this returns.
     *
     * @param payload what {@link WebSocketTransport#ping} was given
     * @throws Exception ends the connection
     */
    public void pongReceived(ByteBuf payload) throws Exception {}

    /**
     * The connection is over. Override me.
     *
     * @param reason a {@link WebSocketClosed} if there was a code for it, else why the connection beneath was lost
     * @throws Exception is logged
     */
    public void connectionLost(Failure reason) throws Exception {}

    /**
     * The way to the peer.
     *
     * @return the transport, also after the connection was lost
     * @throws IllegalStateException before {@link #negotiationStarted}
     */
    public final WebSocketTransport transport() {
        if (transport == null) {
            throw new IllegalStateException(getClass().getName() + " has no transport yet");
        }
        return transport;
    }
}
