/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.ReactorTcp;
import io.netwist.bridge.address.HostnameAddress;
import io.netwist.deferred.Deferred;

/**
 * Connects to one address of a host by TCP. Source: {@code TCP4ClientEndpoint}.
 *
 * @param reactor connects
 * @param host a name or an IP literal
 * @param port 1 to 65535
 * @param options from where and for how long
 */
public record TcpClientEndpoint(ReactorTcp reactor, String host, int port, ConnectOptions options)
        implements ClientEndpoint {

    /**
     * Checks the port.
     *
     * @param reactor connects
     * @param host a name or an IP literal
     * @param port 1 to 65535
     * @param options from where and for how long
     * @throws IllegalArgumentException if the port is out of range
     */
    public TcpClientEndpoint {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1..65535)");
        }
    }

    /**
     * From any address, within 30 seconds.
     *
     * @param reactor connects
     * @param host a name or an IP literal
     * @param port 1 to 65535
     */
    public TcpClientEndpoint(ReactorTcp reactor, String host, int port) {
        this(reactor, host, port, ConnectOptions.defaults());
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(Factory<P> factory) {
        return Connecting.connect(factory, connecting -> reactor.connectTCP(host, port, connecting, options));
    }

    @Override
    public String toString() {
        return new HostnameAddress(host, port).toString();
    }
}
