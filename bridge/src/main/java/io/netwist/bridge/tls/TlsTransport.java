/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * What a connection knows of its TLS, and how it begins one: {@code transport.as(TlsTransport.class)}.
 *
 * <p>Before the handshake is complete everything asked for is empty; after the end of the connection it is what it was.
 * Threading: the reactor's thread only. Source: {@code twisted.internet.interfaces.ITLSTransport} and {@code
 * ISSLTransport}.
 */
public interface TlsTransport {

    /**
     * Speaks TLS from here on, in the role that the transport has: who connected is the client.
     *
     * @param options as {@link #startTLS(TlsOptions, boolean)}
     */
    default void startTLS(TlsOptions options) {
        startTLS(options, true);
    }

    /**
     * Speaks TLS from here on. What was written before goes out in clear; the protocol stays, and what it writes from now on
     * waits for the handshake.
     *
     * <p>What has come and the protocol has not read is taken for the peer's TLS, and a peer that sent something else, such
     * as further commands in clear, is refused: {@code dataReceived} must have read the bytes before them. Does nothing
     * after the end of the connection was asked for.
     *
     * @param options a server needs a certificate in them; a client that verifies names, the name of its server
     * @param normal false to swap the roles of server and client; both sides must do so
     * @throws IllegalArgumentException if the options do not do for the role, or their files cannot be used
     * @throws IllegalStateException if the connection speaks TLS already
     */
    void startTLS(TlsOptions options, boolean normal);

    /**
     * Whether the connection speaks TLS.
     *
     * @return true from its beginning, the handshake included
     */
    boolean isSecure();

    /**
     * Whether the handshake is complete.
     *
     * @return true once what the other methods tell is known
     */
    boolean isHandshakeComplete();

    /**
     * The peer's certificate and those between it and a root.
     *
     * @return the peer's own first; empty if it sent none
     */
    List<X509Certificate> peerCertificates();

    /**
     * The peer's own certificate. Source: {@code Certificate.peerFromTransport}.
     *
     * @return empty if it sent none
     */
    default Optional<X509Certificate> peerCertificate() {
        return peerCertificates().stream().findFirst();
    }

    /**
     * What we have shown to the peer. Source: {@code Certificate.hostFromTransport}.
     *
     * @return our own certificate first; empty if we sent none
     */
    List<X509Certificate> hostCertificates();

    /**
     * What both sides agreed by ALPN to speak.
     *
     * @return for example {@code h2}; empty if one side offered nothing
     */
    Optional<String> negotiatedProtocol();

    /**
     * The host that the client asked for (SNI).
     *
     * @return empty if it named none
     */
    Optional<String> serverName();

    /**
     * How the connection is encrypted.
     *
     * @return for example {@code TLS_AES_256_GCM_SHA384}
     */
    Optional<String> cipherSuite();

    /**
     * Which version of TLS it speaks.
     *
     * @return for example {@code TLS_1_3}
     */
    Optional<TlsVersion> version();

    /**
     * Everything else that the JDK tells.
     *
     * @return the session
     */
    Optional<SSLSession> session();
}
