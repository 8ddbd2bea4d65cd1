/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.ReactorTls;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;

/**
 * A TCP port of this machine where TLS is spoken from the first byte. Source: {@code
 * twisted.internet.endpoints.SSL4ServerEndpoint}.
 *
 * @param reactor listens
 * @param port 0 for any free one
 * @param tls with a certificate
 * @param options on which address, and how
 */
public record TlsServerEndpoint(ReactorTls reactor, int port, TlsOptions tls, ListenOptions options)
        implements ServerEndpoint {

    /**
     * Checks the port.
     *
     * @param reactor listens
     * @param port 0 to 65535
     * @param tls with a certificate; its files are read when listening begins
     * @param options on which address, and how
     * @throws IllegalArgumentException if the port is out of range
     */
    public TlsServerEndpoint {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
        }
    }

    /**
     * On every IPv4 address.
     *
     * @param reactor listens
     * @param port 0 to 65535
     * @param tls with a certificate; its files are read when listening begins
     */
    public TlsServerEndpoint(ReactorTls reactor, int port, TlsOptions tls) {
        this(reactor, port, tls, ListenOptions.defaults());
    }

    @Override
    public Deferred<ListeningPort> listen(Factory<?> factory) {
        return Deferreds.maybe(() -> reactor.listenSSL(port, factory, tls, options));
    }

    @Override
    public String toString() {
        return "ssl:" + new TcpAddress(options.host(), port);
    }
}
