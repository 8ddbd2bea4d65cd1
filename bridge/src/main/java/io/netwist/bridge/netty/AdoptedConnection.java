/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.ReactorSocket.Domain;
import io.netwist.bridge.Transport;
import io.netwist.bridge.posix.Posix;
import io.netwist.bridge.posix.PosixException;
import io.netwist.bridge.posix.PosixSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A connected socket that somebody else has opened. */
final class AdoptedConnection {

    private AdoptedConnection() {}

    static @Nullable Transport begin(EventLoopReactor reactor, int descriptor, Domain domain, Factory<?> factory) {
        if (reactor.transport() != NettyTransport.EPOLL || !PosixSupport.isAvailable()) {
            throw new UnsupportedOperationException("transport: " + reactor.transport()
                    + (PosixSupport.isAvailable() ? "" : ", " + PosixSupport.missing())
                    + " (expected: EPOLL, with net.java.dev.jna:jna on the class path)");
        }
        Channel channel = open(descriptor, domain);
        Protocol protocol;
        try {
            protocol = factory.buildProtocol(SocketAddresses.of(channel.remoteAddress()));
        } catch (Throwable e) {
            channel.unsafe().closeForcibly();
            throw e instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException(factory.getClass().getName() + " threw from buildProtocol", e);
        }
        if (protocol == null) {
            channel.unsafe().closeForcibly();
            return null;
        }
        return Connections.beginNow(reactor, channel, protocol);
    }

    private static Channel open(int descriptor, Domain domain) {
        Channel channel;
        try {
            // Somebody else's socket may block, and a blocked write would stop the reactor.
            Posix.setNonBlocking(descriptor);
            channel = domain == Domain.UNIX
                    ? new EpollDomainSocketChannel(descriptor)
                    : new EpollSocketChannel(descriptor);
        } catch (PosixException e) {
            throw notConnected(descriptor, domain, e);
        } catch (ChannelException e) {
            close(descriptor);
            throw notConnected(descriptor, domain, e);
        }
        if (!channel.isActive() || (domain != Domain.UNIX && channel.remoteAddress() == null)) {
            channel.unsafe().closeForcibly();
            throw notConnected(descriptor, domain, null);
        }
        return channel;
    }

    private static void close(int descriptor) {
        try {
            new FileDescriptor(descriptor).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IllegalArgumentException notConnected(int descriptor, Domain domain, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "descriptor: " + descriptor + " (expected: a connected socket of " + domain + ")", cause);
    }
}
