/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueDomainDatagramChannel;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** The operating system's ways of waiting for sockets, each with its channels. */
public enum NettyTransport {
    /** Epoll on Linux, kqueue on macOS and BSD, else NIO. */
    AUTO,
    /** The JDK's selector; everywhere. */
    NIO,
    /** Linux. */
    EPOLL,
    /** macOS and BSD. */
    KQUEUE,
    /** Linux's io_uring; only when asked for. With Netty 4.2.18 a peer's reset may be noticed only at the next write. */
    IO_URING;

    /**
     * What AUTO stands for on this machine.
     *
     * @return for AUTO the best that is available, else this
     */
    public NettyTransport resolve() {
        if (this != AUTO) {
            return this;
        }
        if (Epoll.isAvailable()) {
            return EPOLL;
        }
        return KQueue.isAvailable() ? KQUEUE : NIO;
    }

    /**
     * Why this one cannot be used here.
     *
     * @return the cause, or null if it can
     */
    public @Nullable Throwable unavailabilityCause() {
        return switch (this) {
            case EPOLL -> Epoll.unavailabilityCause();
            case KQUEUE -> KQueue.unavailabilityCause();
            case IO_URING -> IoUring.unavailabilityCause();
            default -> null;
        };
    }

    /** What drives the event loop; for a resolved transport. */
    IoHandlerFactory ioHandlerFactory() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case KQUEUE -> KQueueIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
            default -> NioIoHandler.newFactory();
        };
    }

    ServerChannel newServerChannel() {
        return switch (this) {
            case EPOLL -> new EpollServerSocketChannel();
            case KQUEUE -> new KQueueServerSocketChannel();
            case IO_URING -> new IoUringServerSocketChannel();
            default -> new NioServerSocketChannel();
        };
    }

    /** The option by which several sockets may listen at one place. */
    ChannelOption<Boolean> reusePort() {
        return this == NIO ? NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT) : UnixChannelOption.SO_REUSEPORT;
    }

    Channel newChannel() {
        return switch (this) {
            case EPOLL -> new EpollSocketChannel();
            case KQUEUE -> new KQueueSocketChannel();
            case IO_URING -> new IoUringSocketChannel();
            default -> new NioSocketChannel();
        };
    }

    ServerChannel newUnixServerChannel() {
        return switch (this) {
            case EPOLL -> new EpollServerDomainSocketChannel();
            case KQUEUE -> new KQueueServerDomainSocketChannel();
            case IO_URING -> new IoUringServerDomainSocketChannel();
            default -> new NioServerDomainSocketChannel();
        };
    }

    Channel newUnixChannel() {
        return switch (this) {
            case EPOLL -> new EpollDomainSocketChannel();
            case KQUEUE -> new KQueueDomainSocketChannel();
            case IO_URING -> new IoUringDomainSocketChannel();
            default -> new NioDomainSocketChannel();
        };
    }

    /** A path as this transport's channels want it. */
    SocketAddress unixAddress(String path) {
        if (this != NIO) {
            return new DomainSocketAddress(path);
        }
        if (path.startsWith("\0")) {
            throw new UnsupportedOperationException(
                    "path: an abstract name (expected: the path of a file, which is all that NIO knows)");
        }
        return UnixDomainSocketAddress.of(path);
    }

    DatagramChannel newDatagramChannel(SocketProtocolFamily family) {
        return switch (this) {
            case EPOLL -> new EpollDatagramChannel(family);
            case KQUEUE -> new KQueueDatagramChannel(family);
            case IO_URING -> new IoUringDatagramChannel(family);
            default -> new NioDatagramChannel(family);
        };
    }

    Channel newUnixDatagramChannel() {
        return switch (this) {
            case EPOLL -> new EpollDomainDatagramChannel();
            case KQUEUE -> new KQueueDomainDatagramChannel();
            default ->
                throw new UnsupportedOperationException(
                        "transport: " + this + " (expected: EPOLL or KQUEUE, which know UNIX datagram sockets)");
        };
    }
}
