/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.address.UdpAddress;
import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.error.InvalidAddressException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A UDP address to receive at. */
final class UdpPlace implements DatagramPlace {

    /** 65535 without the headers of IP and UDP; IPv6's length does not count its own header. */
    private static final int LONGEST_IPV4 = 65507;

    private static final int LONGEST_IPV6 = 65527;

    private final UdpAddress wanted;
    private final DatagramOptions options;
    private final boolean ipv6;

    UdpPlace(int port, DatagramOptions options) {
        String host = options.host().isEmpty() ? "0.0.0.0" : options.host();
        if (!IpLiterals.isLiteral(host)) {
            throw new InvalidAddressException(host, "an IPv4 or IPv6 address to listen on");
        }
        this.wanted = new UdpAddress(host, port);
        this.options = options;
        this.ipv6 = IpLiterals.isIPv6Address(host);
    }

    @Override
    public Address wanted() {
        return wanted;
    }

    @Override
    public int maxPacketSize() {
        return options.maxPacketSize();
    }

    @Override
    public int longestMessage() {
        return ipv6 ? LONGEST_IPV6 : LONGEST_IPV4;
    }

    @Override
    public Channel open(EventLoopReactor reactor) {
        DatagramChannel channel =
                reactor.transport().newDatagramChannel(ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
        if (options.listenMultiple()) {
            channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
            if (channel instanceof UnixChannel) {
                channel.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
            }
        }
        return channel;
    }

    @Override
    public void bind(EventLoopReactor reactor, Channel channel) throws Exception {
        ListenPlace.now(channel.bind(new InetSocketAddress(wanted.host(), wanted.port())));
    }

    @Override
    public Address host(Channel channel) {
        return address(Objects.requireNonNull((InetSocketAddress) channel.localAddress()));
    }

    @Override
    public void closed() {}

    private static UdpAddress address(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int scope = host.indexOf('%');
        return new UdpAddress(scope < 0 ? host : host.substring(0, scope), address.getPort());
    }

    @Override
    public SocketAddress target(Address to) {
        String host = to.host();
        if (host.equals("<broadcast>") && !ipv6) {
            return new InetSocketAddress("255.255.255.255", to.port());
        }
        if (ipv6 ? !IpLiterals.isIPv6Address(host) : !IpLiterals.isIPAddress(host)) {
            throw new InvalidAddressException(
                    to,
                    ipv6 ? "an IPv6 address, as this socket's" : "an IPv4 address, as this socket's, or <broadcast>");
        }
        return new InetSocketAddress(host, to.port());
    }

    @Override
    public Address peer(String host, int port) {
        return new UdpAddress(host, port);
    }

    @Override
    public Address sender(@Nullable SocketAddress sender) {
        return address(Objects.requireNonNull((InetSocketAddress) sender));
    }

    @Override
    public Object packet(ByteBuf data, SocketAddress to) {
        return new DatagramPacket(data, (InetSocketAddress) to);
    }

    @Override
    public void sendEmpty(Channel channel, SocketAddress to) {
        if (!(channel instanceof UnixChannel unix)) {
            throw new IllegalArgumentException("data: empty (expected: at least one byte, on the NIO transport)");
        }
        InetSocketAddress target = (InetSocketAddress) to;
        try {
            new Socket(unix.fd().intValue())
                    .sendTo(ByteBuffer.allocateDirect(1), 0, 0, target.getAddress(), target.getPort());
        } catch (IOException e) {
            EventLoopReactor.LOG.debug("an empty datagram to {} was dropped: {}", to, e.toString());
        }
    }

    @Override
    public @Nullable Object capability(DatagramPort port, Channel channel) {
        return new Groups(port.reactor, (DatagramChannel) channel, ipv6);
    }
}
