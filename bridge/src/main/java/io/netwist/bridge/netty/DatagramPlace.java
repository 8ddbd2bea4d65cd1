/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netwist.bridge.address.Address;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** How the sockets of a {@link DatagramPort} differ between UDP and UNIX. */
interface DatagramPlace {

    /** The address as it was asked for. */
    Address wanted();

    /** Longer datagrams are cut when received. */
    int maxPacketSize();

    /** Longer datagrams cannot be sent. */
    int longestMessage();

    /** Makes a channel, with its options set. */
    Channel open(EventLoopReactor reactor) throws Exception;

    /** Binds a registered channel. */
    void bind(EventLoopReactor reactor, Channel channel) throws Exception;

    /** The real address of a bound channel. */
    Address host(Channel channel);

    /** The peer that {@link #bind} connected to, or null. */
    default @Nullable Address connected() {
        return null;
    }

    /** Undoes what open and bind left outside the channel. */
    void closed();

    /** Where to send to, checked. */
    SocketAddress target(Address to);

    /** The address of a peer to connect to, checked. */
    Address peer(String host, int port);

    /** Who sent a datagram. */
    Address sender(@Nullable SocketAddress sender);

    /** What the channel sends. */
    Object packet(ByteBuf data, SocketAddress to);

    /** Sends a datagram without any byte, which Netty's channels do not. */
    void sendEmpty(Channel channel, SocketAddress to);

    /** What else the socket can do, or null. */
    default @Nullable Object capability(DatagramPort port, Channel channel) {
        return null;
    }
}
