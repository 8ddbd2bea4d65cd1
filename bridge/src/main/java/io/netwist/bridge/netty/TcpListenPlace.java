/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** A TCP address to listen at. */
final class TcpListenPlace implements ListenPlace {

    private static final String ALL_IPV4 = "0.0.0.0";

    private final TcpAddress wanted;
    private final ListenOptions options;

    TcpListenPlace(int port, ListenOptions options) {
        this.wanted = new TcpAddress(options.host().isEmpty() ? ALL_IPV4 : options.host(), port);
        this.options = options;
    }

    @Override
    public Address wanted() {
        return wanted;
    }

    @Override
    public ServerChannel open(EventLoopReactor reactor) {
        ServerChannel server = reactor.transport().newServerChannel();
        ListenPlace.acceptMany(server);
        server.config().setOption(ChannelOption.SO_BACKLOG, options.backlog());
        server.config().setOption(ChannelOption.SO_REUSEADDR, true);
        if (options.reusePort()
                && !server.config().setOption(reactor.transport().reusePort(), true)) {
            server.unsafe().closeForcibly();
            throw new UnsupportedOperationException(
                    "reusePort: true (expected: false, since " + reactor.transport() + " has no SO_REUSEPORT here)");
        }
        return server;
    }

    @Override
    public void bind(EventLoopReactor reactor, ServerChannel channel) throws Exception {
        InetSocketAddress address = new InetSocketAddress(wanted.host(), wanted.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(wanted.host());
        }
        ListenPlace.now(channel.bind(address));
    }

    @Override
    public Address host(ServerChannel channel) {
        return SocketAddresses.of(channel.localAddress());
    }

    @Override
    public void closed() {}
}
