/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.TcpAddress;
import java.util.Objects;

/**
 * Connects once when it starts, and disconnects when it stops. It runs whether or not the connection comes about: the
 * factory hears of that, and may try again.
 *
 * <p>Source: {@code twisted.application.internet.TCPClient}.
 */
public final class TcpClient extends ConnectingService {

    private final String host;
    private final int port;
    private final ClientFactory<?> factory;
    private final ConnectOptions options;

    /**
     * Within 30 seconds, from any address.
     *
     * @param host a name or an IP literal
     * @param port 1 to 65535
     * @param factory makes the protocol, and hears of failure
     * @throws IllegalArgumentException if the port is out of range
     */
    public TcpClient(String host, int port, ClientFactory<?> factory) {
        this(host, port, factory, ConnectOptions.defaults());
    }

    /**
     * With options.
     *
     * @param host a name or an IP literal
     * @param port 1 to 65535
     * @param factory makes the protocol, and hears of failure
     * @param options from where and for how long
     * @throws IllegalArgumentException if the port is out of range
     */
    public TcpClient(String host, int port, ClientFactory<?> factory, ConnectOptions options) {
        this.host = Objects.requireNonNull(host, "host");
        this.port = new TcpAddress(host, port).port();
        this.factory = Objects.requireNonNull(factory, "factory");
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    Connector connect(Reactor reactor) {
        return reactor.connectTCP(host, port, factory, options);
    }
}
