/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netty.buffer.ByteBuf;
import io.netwist.deferred.Failure;

/**
 * What happens on one connection.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>One instance serves one connection: {@code makeConnection} once, {@code dataReceived} any number of times, {@code
 *       connectionLost} exactly once and last.
 *   <li>All calls come on the reactor's thread, none inside another one of the same protocol.
 *   <li>An exception out of any of them is logged once and ends that connection, with that exception as the reason.
 * </ul>
 *
 * <p>Programs extend {@link BaseProtocol}. Source: {@code twisted.internet.interfaces.IProtocol}.
 */
public interface Protocol {

    /**
     * Hands over the transport and calls {@link #connectionMade()}. Called by the transport.
     *
     * @param transport the way to the peer
     * @throws IllegalStateException if this protocol has had a connection before
     * @throws Exception what connectionMade threw
     */
    void makeConnection(Transport transport) throws Exception;

    /**
     * The connection exists. Override me.
     *
     * @throws Exception ends the connection
     */
    void connectionMade() throws Exception;

    /**
     * Bytes have come. Override me.
     *
     * <p>Ownership: the buffer is lent until this method returns and needs no release; {@code data.retain()} or a copy
     * keeps it. What has not been read then is gone. Where bytes are cut into calls carries no meaning.
     *
     * @param data at least one byte
     * @throws Exception ends the connection
     */
    void dataReceived(ByteBuf data) throws Exception;

    /**
     * The connection is over; nothing follows. Override me.
     *
     * @param reason why: {@code ConnectionDone}, {@code ConnectionLost}, {@code ConnectionAborted}, or what a callback of
     *     this protocol threw
     * @throws Exception is logged
     */
    void connectionLost(Failure reason) throws Exception;

    /**
     * The way to the peer.
     *
     * @return the transport, also after the connection was lost
     * @throws IllegalStateException before {@code makeConnection}
     */
    Transport transport();
}
