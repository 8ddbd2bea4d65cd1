/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.bridge.tls.TlsOptions;

/**
 * TLS over TCP.
 *
 * <p>A connection is made, and {@code connectionMade} called, before the handshake; see {@link HandshakeListener}. A
 * handshake that fails ends the connection with {@code TlsFailedException}, after the peer was told why. {@code
 * loseConnection} sends what was written and the closing alert, and waits for the peer's; what the peer sends until then is
 * still received. An end without that alert is {@code ConnectionLost}: the peer may not have said all.
 *
 * <p>{@code TlsTransport}, asked for with {@code as}, tells about the session. {@code TcpTransport.loseWriteConnection} sends
 * the closing alert and goes on receiving; that needs TLS 1.3, since a peer of TLS 1.2 closes as well when it gets the alert.
 * Unsent bytes are counted as the protocol wrote them, before they are encrypted.
 *
 * <p>Source: {@code twisted.internet.interfaces.IReactorSSL}, {@code twisted.protocols.tls}.
 */
public interface ReactorTls {

    /**
     * Accepts connections on every IPv4 address.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param factory makes the protocol of each connection
     * @param tls with a certificate
     * @return the port, listening already
     * @throws io.netwist.bridge.error.CannotListenException if the address cannot be had
     * @throws IllegalArgumentException if the options have no certificate, or their files cannot be used
     */
    default ListeningPort listenSSL(int port, Factory<?> factory, TlsOptions tls) {
        return listenSSL(port, factory, tls, ListenOptions.defaults());
    }

    /**
     * Accepts connections.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param factory makes the protocol of each connection
     * @param tls with a certificate
     * @param options where and how
     * @return the port, listening already
     * @throws io.netwist.bridge.error.CannotListenException if the address cannot be had
     * @throws IllegalArgumentException if the options have no certificate, or their files cannot be used
     */
    ListeningPort listenSSL(int port, Factory<?> factory, TlsOptions tls, ListenOptions options);

    /**
     * Connects, within 30 seconds.
     *
     * @param host a name or an IP literal; the server must be that one, unless the TLS options name another
     * @param port 1 to 65535
     * @param factory makes the protocol, and hears of failure to connect
     * @param tls {@code TlsOptions.defaults()} does
     * @return the connector, connecting already
     * @throws IllegalArgumentException if the options' files cannot be used
     */
    default Connector connectSSL(String host, int port, ClientFactory<?> factory, TlsOptions tls) {
        return connectSSL(host, port, factory, tls, ConnectOptions.defaults());
    }

    /**
     * Connects.
     *
     * @param host a name or an IP literal; the server must be that one, unless the TLS options name another
     * @param port 1 to 65535
     * @param factory makes the protocol, and hears of failure to connect
     * @param tls {@code TlsOptions.defaults()} does
     * @param options from where and for how long
     * @return the connector, connecting already; nothing but {@code startedConnecting} is called before this returns
     * @throws IllegalArgumentException if the options' files cannot be used
     */
    Connector connectSSL(String host, int port, ClientFactory<?> factory, TlsOptions tls, ConnectOptions options);
}
