/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

/**
 * A protocol that hears when its connection's TLS handshake is complete.
 *
 * <p>{@code connectionMade} is called as soon as there is a connection, before the handshake, and what is written there waits
 * for it. What {@code TlsTransport} tells, the peer's certificates for example, is known from here on. Source: {@code
 * IHandshakeListener}.
 */
public interface HandshakeListener {

    /**
     * The handshake is complete; before any {@code dataReceived}. Aborting the connection here sends nothing of what was
     * written before. Called by the transport.
     *
     * @throws Exception ends the connection
     */
    void handshakeCompleted() throws Exception;
}
