/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

/** TCP. Source: {@code twisted.internet.interfaces.IReactorTCP}. */
public interface ReactorTcp {

    /**
     * Accepts connections on every IPv4 address.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param factory makes the protocol of each connection
     * @return the port, listening already
     * @throws io.netwist.bridge.error.CannotListenException if the address cannot be had
     */
    default ListeningPort listenTCP(int port, Factory<?> factory) {
        return listenTCP(port, factory, ListenOptions.defaults());
    }

    /**
     * Accepts connections.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param factory makes the protocol of each connection
     * @param options where and how
     * @return the port, listening already
     * @throws io.netwist.bridge.error.CannotListenException if the address cannot be had
     */
    ListeningPort listenTCP(int port, Factory<?> factory, ListenOptions options);

    /**
     * Connects, within 30 seconds.
     *
     * @param host a name or an IP literal
     * @param port 1 to 65535
     * @param factory makes the protocol, and hears of failure
     * @return the connector, connecting already
     */
    default Connector connectTCP(String host, int port, ClientFactory<?> factory) {
        return connectTCP(host, port, factory, ConnectOptions.defaults());
    }

    /**
     * Connects.
     *
     * @param host a name or an IP literal
     * @param port 1 to 65535
     * @param factory makes the protocol, and hears of failure
     * @param options from where and for how long
     * @return the connector, connecting already; nothing but {@code startedConnecting} is called before this returns
     */
    Connector connectTCP(String host, int port, ClientFactory<?> factory, ConnectOptions options);
}
