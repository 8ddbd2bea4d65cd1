/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.UdpAddress;
import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.datagram.DatagramProtocol;
import java.util.Objects;

/**
 * Receives datagrams, those of multicast groups too, while it runs. Source: {@code twisted.application.internet.UDPServer}
 * and {@code MulticastServer}.
 */
public final class UdpServer extends DatagramService {

    private final int port;
    private final DatagramProtocol protocol;
    private final DatagramOptions options;

    /**
     * On every IPv4 address.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param protocol what happens on the socket
     * @throws IllegalArgumentException if the port is out of range
     */
    public UdpServer(int port, DatagramProtocol protocol) {
        this(port, protocol, DatagramOptions.defaults());
    }

    /**
     * With options.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param protocol what happens on the socket; joins groups in its {@code startProtocol}
     * @param options where and how; {@code withListenMultiple} for multicast
     * @throws IllegalArgumentException if the port is out of range
     */
    public UdpServer(int port, DatagramProtocol protocol, DatagramOptions options) {
        this.port = new UdpAddress(options.host(), port).port();
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.options = options;
    }

    @Override
    ListeningPort open(Reactor reactor) {
        return reactor.listenUDP(port, protocol, options);
    }
}
