/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;

/**
 * The way to the peer of one WebSocket.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>Sending never blocks and never fails; messages go out in order, and after the end they are dropped.
 *   <li>A producer that is registered is paused while the peer reads more slowly than it sends. Without one, unsent bytes
 *       are limited as for every transport, and the connection is aborted past that.
 *   <li>As a producer it is the source of the messages received: {@code transport().registerProducer(transport())} has an
 *       echo read no faster than it can write.
 * </ul>
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.web.websocket.WebSocketTransport}.
 */
public interface WebSocketTransport extends PushProducer {

    /**
     * Sends a text message.
     *
     * @param text sent in UTF-8
     */
    void sendTextMessage(CharSequence text);

    /**
     * Sends a binary message.
     *
     * <p>Ownership: the buffer is given away. Echo is {@code sendBytesMessage(data.retain())}.
     *
     * @param data the message
     */
    void sendBytesMessage(ByteBuf data);

    /**
     * Sends a copy of bytes as a binary message.
     *
     * @param data may be altered afterwards
     */
    void sendBytesMessage(byte[] data);

    /**
     * Asks the peer for a sign of life: {@link WebSocketProtocol#pongReceived}. Those that keep the connection alive are
     * sent by themselves.
     *
     * @param payload comes back; not altered afterwards
     * @throws IllegalArgumentException if it has more than 125 bytes
     */
    void ping(byte[] payload);

    /** Ends the connection in order, with code 1000. */
    void loseConnection();

    /**
     * Ends the connection in order: what was sent before arrives, the peer is told why, and answers. With a producer
     * registered the end comes after {@link #unregisterProducer}.
     *
     * @param code 1000..1014 or 3000..4999, without those that no peer may send
     * @param reason for a reader; at most 123 bytes in UTF-8
     * @throws IllegalArgumentException if either cannot be sent
     */
    void loseConnection(int code, String reason);

    /** Ends the connection at once: nothing more is sent, and the peer sees a reset. */
    void abortConnection();

    /**
     * Slows a producer down to the peer's pace. One at a time.
     *
     * @param producer paused and resumed
     */
    void registerProducer(PushProducer producer);

    /**
     * Asks a producer for more whenever all was sent. One at a time.
     *
     * @param producer sends something each time it is asked
     */
    void registerProducer(PullProducer producer);

    /** Ends the registration. */
    void unregisterProducer();

    /** Holds back messages, and the end of the connection, until {@link #resumeProducing}. */
    @Override
    void pauseProducing();

    /** Goes on with what was held back. */
    @Override
    void resumeProducing();

    /** The same as {@link #loseConnection()}. */
    @Override
    void stopProducing();

    /**
     * The sub-protocol that both sides have agreed on.
     *
     * @return its name, or the empty string if there is none
     */
    String subprotocol();

    /**
     * Whether messages that are sent may arrive.
     *
     * @return false once either side has begun to close
     */
    boolean isOpen();

    /**
     * The other side.
     *
     * @return its address
     */
    Address getPeer();

    /**
     * Our side.
     *
     * @return its address
     */
    Address getHost();

    /**
     * The reactor of this connection.
     *
     * @return always the same
     */
    Reactor reactor();
}
