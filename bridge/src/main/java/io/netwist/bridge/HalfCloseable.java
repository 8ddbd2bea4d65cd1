/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

/**
 * A protocol that goes on when one direction of its connection is closed.
 *
 * <p>Without it the peer's end of stream ends the connection. With it the protocol may write on, and must call {@code
 * loseConnection} itself: both directions being closed does not end the connection. Source: {@code
 * IHalfCloseableProtocol}.
 */
public interface HalfCloseable {

    /**
     * The peer will send nothing more. Called by the transport.
     *
     * @throws Exception ends the connection
     */
    void readConnectionLost() throws Exception;

    /**
     * Our end of stream has been sent, after {@link TcpTransport#loseWriteConnection()}. Called by the transport.
     *
     * @throws Exception ends the connection
     */
    void writeConnectionLost() throws Exception;
}
