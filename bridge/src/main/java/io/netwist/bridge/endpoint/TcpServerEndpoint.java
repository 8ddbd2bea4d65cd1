/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.ReactorTcp;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;

/**
 * Listens on a TCP port. Source: {@code TCP4ServerEndpoint} and {@code TCP6ServerEndpoint}.
 *
 * @param reactor listens
 * @param port 0 to 65535; 0 takes a free one at each {@code listen}
 * @param options on which address, and how
 */
public record TcpServerEndpoint(ReactorTcp reactor, int port, ListenOptions options) implements ServerEndpoint {

    /**
     * Checks the port.
     *
     * @param reactor listens
     * @param port 0 to 65535
     * @param options on which address, and how
     * @throws IllegalArgumentException if the port is out of range
     */
    public TcpServerEndpoint {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
        }
    }

    /**
     * On every IPv4 address.
     *
     * @param reactor listens
     * @param port 0 to 65535
     */
    public TcpServerEndpoint(ReactorTcp reactor, int port) {
        this(reactor, port, ListenOptions.defaults());
    }

    @Override
    public Deferred<ListeningPort> listen(Factory<?> factory) {
        return Deferreds.maybe(() -> reactor.listenTCP(port, factory, options));
    }

    @Override
    public String toString() {
        return new TcpAddress(options.host(), port).toString();
    }
}
