/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.Socket;
import io.netwist.bridge.ReactorSocket.Domain;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.error.AlreadyListened;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A listening socket that somebody else has opened. */
final class AdoptedListenPlace implements ListenPlace {

    /*
     * An inherited socket blocks, and neither the JDK nor Netty can change that. Netty's epoll is level-triggered, so one
     * accept for each readiness finds a connection waiting; should another process that shares the socket have taken it,
     * the socket's own time limit gives the loop back after a millisecond.
     */

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final long MICROSECONDS = 1000;

    private final int descriptor;
    private final Domain domain;
    private boolean taken;

    AdoptedListenPlace(int descriptor, Domain domain) {
        this.descriptor = descriptor;
        this.domain = domain;
    }

    @Override
    public Address wanted() {
        return new UnixAddress("descriptor " + descriptor);
    }

    @Override
    public ServerChannel open(EventLoopReactor reactor) {
        if (reactor.transport() != NettyTransport.EPOLL) {
            throw new UnsupportedOperationException(
                    "transport: " + reactor.transport() + " (expected: EPOLL, which can adopt a descriptor)");
        }
        if (taken) {
            throw new AlreadyListened("descriptor " + descriptor + " was adopted before and is closed");
        }
        taken = true;
        ServerChannel server = domain == Domain.UNIX
                ? new EpollServerDomainSocketChannel(descriptor, true)
                : new EpollServerSocketChannel(descriptor);
        server.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(64).maxMessagesPerRead(1));
        ByteBuffer limit = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        limit.putLong(0).putLong(MICROSECONDS).flip();
        server.config().setOption(new RawUnixChannelOption("SO_RCVTIMEO", SOL_SOCKET, SO_RCVTIMEO, 16), limit);
        return server;
    }

    @Override
    public void bind(EventLoopReactor reactor, ServerChannel channel) {
        if (!channel.isActive()) {
            throw new IllegalStateException("descriptor " + descriptor + " is no listening socket");
        }
    }

    @Override
    public Address host(ServerChannel channel) {
        SocketAddress local = channel.localAddress();
        return SocketAddresses.of(
                local != null || domain != Domain.UNIX ? local : new Socket(descriptor).localDomainSocketAddress());
    }

    @Override
    public void closed() {}
}
