/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.TcpAddress;
import java.util.function.Function;

/** Listens on a TCP port while it runs. Source: {@code twisted.application.internet.TCPServer}. */
public final class TcpServer extends ListeningService {

    /**
     * On every IPv4 address.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param factory makes the protocol of each connection
     * @throws IllegalArgumentException if the port is out of range
     */
    public TcpServer(int port, Factory<?> factory) {
        this(port, factory, ListenOptions.defaults());
    }

    /**
     * With options.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param factory makes the protocol of each connection
     * @param options where and how
     * @throws IllegalArgumentException if the port is out of range
     */
    public TcpServer(int port, Factory<?> factory, ListenOptions options) {
        super(new Place.Tcp(new TcpAddress(options.host(), port).port(), options), factory);
    }

    private TcpServer(Place place, Function<? super Reactor, ? extends Factory<?>> each) {
        super(place, each);
    }

    /**
     * On every IPv4 address, with a factory that needs the reactor.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param each makes the factory; called at each start, with the reactor of the service
     * @return not started
     * @throws IllegalArgumentException if the port is out of range
     */
    public static TcpServer each(int port, Function<? super Reactor, ? extends Factory<?>> each) {
        return each(port, each, ListenOptions.defaults());
    }

    /**
     * The same with options.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param each makes the factory; called at each start, with the reactor of the service
     * @param options where and how
     * @return not started
     * @throws IllegalArgumentException if the port is out of range
     */
    public static TcpServer each(
            int port, Function<? super Reactor, ? extends Factory<?>> each, ListenOptions options) {
        return new TcpServer(new Place.Tcp(new TcpAddress(options.host(), port).port(), options), each);
    }
}
