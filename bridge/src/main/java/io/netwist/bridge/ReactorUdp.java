/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.datagram.DatagramProtocol;

/** UDP and multicast. Source: {@code IReactorUDP} and {@code IReactorMulticast}. */
public interface ReactorUdp {

    /**
     * Receives datagrams on every IPv4 address.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param protocol its {@code startProtocol} has run when this returns
     * @return the port; {@code protocol.transport()} is the way out
     * @throws io.netwist.bridge.error.CannotListenException if the address cannot be had
     */
    default ListeningPort listenUDP(int port, DatagramProtocol protocol) {
        return listenUDP(port, protocol, DatagramOptions.defaults());
    }

    /**
     * Receives datagrams.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param protocol its {@code startProtocol} has run when this returns
     * @param options where and how; every UDP socket can join groups
     * @return the port; {@code protocol.transport()} is the way out
     * @throws io.netwist.bridge.error.CannotListenException if the address cannot be had
     * @throws io.netwist.bridge.error.InvalidAddressException if the interface is no IP literal
     */
    ListeningPort listenUDP(int port, DatagramProtocol protocol, DatagramOptions options);

    /**
     * Receives datagrams of groups, on a port that other sockets may listen on as well.
     *
     * @param port 0 to 65535
     * @param protocol joins groups by {@code transport().as(MulticastTransport.class)}
     * @return the port
     */
    default ListeningPort listenMulticast(int port, DatagramProtocol protocol) {
        return listenUDP(port, protocol, DatagramOptions.defaults().withListenMultiple(true));
    }
}
