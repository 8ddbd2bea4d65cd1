/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.datagram.UnixDatagramOptions;
import io.netwist.bridge.error.InvalidAddressException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A UNIX datagram socket, at a path, connected to one, or both. */
final class UnixDatagramPlace implements DatagramPlace {

    /** What Linux wants for itself of the send buffer. */
    private static final int OVERHEAD = 32;

    private final @Nullable UnixFile file;
    private final @Nullable String path;
    private final @Nullable UnixAddress remote;
    private final UnixDatagramOptions options;
    private int longest = Integer.MAX_VALUE;

    UnixDatagramPlace(@Nullable String path, @Nullable String remote, UnixDatagramOptions options) {
        this.path = path;
        this.file = path == null ? null : new UnixFile(path);
        this.remote = remote == null ? null : new UnixAddress(remote);
        this.options = options;
    }

    @Override
    public Address wanted() {
        return new UnixAddress(path == null ? "" : path);
    }

    @Override
    public int maxPacketSize() {
        return options.maxPacketSize();
    }

    @Override
    public int longestMessage() {
        return longest;
    }

    @Override
    public @Nullable Address connected() {
        return remote;
    }

    @Override
    public Channel open(EventLoopReactor reactor) throws Exception {
        if (file != null) {
            file.mustNotExist();
        }
        Channel channel = reactor.transport().newUnixDatagramChannel();
        Integer buffer = channel.config().getOption(ChannelOption.SO_SNDBUF);
        if (buffer != null) {
            longest = buffer - OVERHEAD;
        }
        return channel;
    }

    @Override
    public void bind(EventLoopReactor reactor, Channel channel) throws Exception {
        if (file != null && path != null) {
            ListenPlace.now(channel.bind(new DomainSocketAddress(path)));
            file.bound(options.mode());
        }
        if (remote != null) {
            ListenPlace.now(channel.connect(new DomainSocketAddress(remote.path())));
        }
    }

    @Override
    public Address host(Channel channel) {
        return wanted();
    }

    @Override
    public void closed() {
        if (file != null) {
            EventLoopReactor.guard(file::delete);
        }
    }

    @Override
    public SocketAddress target(Address to) {
        if (to instanceof UnixAddress unix && !unix.path().isEmpty()) {
            return new DomainSocketAddress(unix.path());
        }
        throw new InvalidAddressException(to, "a UNIX address with a path");
    }

    @Override
    public Address peer(String host, int port) {
        throw new InvalidAddressException(host, "no host: a UNIX socket is connected by connectUNIXDatagram");
    }

    @Override
    public Address sender(@Nullable SocketAddress sender) {
        return SocketAddresses.of(sender);
    }

    @Override
    public Object packet(ByteBuf data, SocketAddress to) {
        // By the connection and not by the path: what listens there now may be another, or nobody.
        return remote != null ? data : new DomainDatagramPacket(data, (DomainSocketAddress) to);
    }

    @Override
    public void sendEmpty(Channel channel, SocketAddress to) {
        byte[] target = ((DomainSocketAddress) to).path().getBytes(StandardCharsets.UTF_8);
        try {
            new Socket(((UnixChannel) channel).fd().intValue())
                    .sendToDomainSocket(ByteBuffer.allocateDirect(1), 0, 0, target);
        } catch (IOException e) {
            EventLoopReactor.LOG.debug("an empty datagram to {} was dropped: {}", to, e.toString());
        }
    }
}
