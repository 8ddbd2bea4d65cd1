/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.AttributeKey;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.datagram.MulticastTransport;
import io.netwist.bridge.error.MulticastJoinException;
import io.netwist.bridge.resolve.AddressFamily;
import io.netwist.bridge.resolve.HostQuery;
import io.netwist.deferred.Deferred;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Multicast on a UDP socket. */
final class Groups implements MulticastTransport {

    /*
     * The native transports' own calls set the TTL of all datagrams, not of those to groups, join on an interface that
     * must be named, and on io_uring do not join at all. They let any socket option through, however, so there the options
     * of RFC 3678's forerunners are set as a C program would; NIO has the JDK's.
     */

    /** The outgoing interface as it was set. */
    private static final AttributeKey<String> OUTGOING = AttributeKey.valueOf(Groups.class, "outgoing");

    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;

    private final EventLoopReactor reactor;
    private final DatagramChannel channel;
    private final boolean ipv6;

    Groups(EventLoopReactor reactor, DatagramChannel channel, boolean ipv6) {
        this.reactor = reactor;
        this.channel = channel;
        this.ipv6 = ipv6;
    }

    private boolean isNative() {
        return channel instanceof UnixChannel;
    }

    private int level() {
        return ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
    }

    /** The number of an option: they stand in the same order, from the outgoing interface to leaving, everywhere. */
    private int number(int place) {
        boolean linux = reactor.transport() != NettyTransport.KQUEUE;
        int first = !linux ? 9 : ipv6 ? 17 : 32;
        return first + place;
    }

    private IntegerUnixChannelOption integer(String name, int place) {
        return new IntegerUnixChannelOption(name, level(), number(place));
    }

    // ---- groups

    @Override
    public Deferred<@Nullable Void> joinGroup(String group, String networkInterface) {
        reactor.checkThread("joinGroup");
        return change(group, networkInterface, true);
    }

    @Override
    public Deferred<@Nullable Void> leaveGroup(String group, String networkInterface) {
        reactor.checkThread("leaveGroup");
        return change(group, networkInterface, false);
    }

    private Deferred<@Nullable Void> change(String group, String networkInterface, boolean join) {
        return find(group).addCallback(address -> {
            try {
                InetAddress found = InetAddress.getByName(address.host());
                if (!found.isMulticastAddress()) {
                    throw new MulticastJoinException("group: " + group + " (expected: a multicast address)", null);
                }
                if (isNative()) {
                    change(found, networkInterface, join);
                } else {
                    changeByJdk(found, networkInterface, join);
                }
            } catch (MulticastJoinException e) {
                throw e;
            } catch (Exception e) {
                throw new MulticastJoinException(
                        "cannot " + (join ? "join" : "leave") + " group " + group + ": " + e.getMessage(), e);
            }
            return null;
        });
    }

    private Deferred<Address> find(String name) {
        HostQuery query =
                new HostQuery(name, 0).withDatagrams(true).withFamily(ipv6 ? AddressFamily.IPV6 : AddressFamily.IPV4);
        return reactor.names.first(query).addErrback(failure -> {
            throw new MulticastJoinException("group: " + name + " (expected: one with an address)", failure.value());
        });
    }

    private void change(InetAddress group, String networkInterface, boolean join)
            throws UnknownHostException, SocketException {
        ByteBuffer request;
        if (ipv6) {
            int index = networkInterface.isEmpty() ? 0 : index(networkInterface);
            request = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
            request.put(group.getAddress()).putInt(index);
        } else {
            request = ByteBuffer.allocate(8);
            request.put(group.getAddress());
            request.put(
                    networkInterface.isEmpty()
                            ? new byte[4]
                            : InetAddress.getByName(networkInterface).getAddress());
        }
        request.flip();
        channel.config()
                .setOption(
                        new RawUnixChannelOption(
                                join ? "ADD_MEMBERSHIP" : "DROP_MEMBERSHIP",
                                level(),
                                number(join ? 3 : 4),
                                request.remaining()),
                        request);
    }

    private void changeByJdk(InetAddress group, String networkInterface, boolean join) throws Exception {
        NetworkInterface on = networkInterface.isEmpty() ? anyInterface() : named(networkInterface);
        InetSocketAddress address = new InetSocketAddress(group, 0);
        ListenPlace.now(join ? channel.joinGroup(address, on) : channel.leaveGroup(address, on));
    }

    /** The one for outgoing datagrams, or the first that can. */
    private NetworkInterface anyInterface() throws SocketException {
        NetworkInterface outgoing = channel.config().getNetworkInterface();
        if (outgoing != null) {
            return outgoing;
        }
        NetworkInterface last = null;
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            boolean can = each.isUp() && each.inetAddresses().anyMatch(a -> ipv6 == (a instanceof Inet6Address));
            if (can && each.supportsMulticast() && !each.isLoopback()) {
                return each;
            }
            last = can ? each : last;
        }
        if (last == null) {
            throw new SocketException("this machine has no network interface that is up");
        }
        return last;
    }

    private static NetworkInterface named(String address) throws UnknownHostException, SocketException {
        NetworkInterface found = NetworkInterface.getByInetAddress(InetAddress.getByName(address));
        if (found == null) {
            throw new SocketException("no network interface has the address " + address);
        }
        return found;
    }

    private static int index(String address) throws UnknownHostException, SocketException {
        return named(address).getIndex();
    }

    // ---- options

    @Override
    public int getTTL() {
        reactor.checkThread("getTTL");
        return Objects.requireNonNull(channel.config().getOption(ttl()));
    }

    @Override
    public void setTTL(int ttl) {
        reactor.checkThread("setTTL");
        if (ttl < 0 || ttl > 255) {
            throw new IllegalArgumentException("ttl: " + ttl + " (expected: 0..255)");
        }
        channel.config().setOption(ttl(), ttl);
    }

    private ChannelOption<Integer> ttl() {
        return isNative()
                ? integer("IP_MULTICAST_TTL", 1)
                : NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_TTL);
    }

    @Override
    public boolean getLoopbackMode() {
        reactor.checkThread("getLoopbackMode");
        return isNative()
                ? Objects.requireNonNull(channel.config().getOption(integer("IP_MULTICAST_LOOP", 2))) != 0
                : Boolean.TRUE.equals(
                        channel.config().getOption(NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_LOOP)));
    }

    @Override
    public void setLoopbackMode(boolean loopback) {
        reactor.checkThread("setLoopbackMode");
        if (isNative()) {
            channel.config().setOption(integer("IP_MULTICAST_LOOP", 2), loopback ? 1 : 0);
        } else {
            channel.config().setOption(NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_LOOP), loopback);
        }
    }

    @Override
    public String getOutgoingInterface() {
        reactor.checkThread("getOutgoingInterface");
        return channel.hasAttr(OUTGOING)
                ? Objects.requireNonNull(channel.attr(OUTGOING).get())
                : ipv6 ? "::" : "0.0.0.0";
    }

    @Override
    public Deferred<@Nullable Void> setOutgoingInterface(String networkInterface) {
        reactor.checkThread("setOutgoingInterface");
        return find(networkInterface).addCallback(address -> {
            try {
                setOutgoing(address.host());
            } catch (Exception e) {
                throw new MulticastJoinException(
                        "cannot send to groups by the interface of " + networkInterface + ": " + e.getMessage(), e);
            }
            channel.attr(OUTGOING).set(address.host());
            return null;
        });
    }

    private void setOutgoing(String address) throws UnknownHostException, SocketException {
        if (!isNative()) {
            channel.config().setOption(NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_IF), named(address));
        } else if (ipv6) {
            channel.config().setOption(integer("IPV6_MULTICAST_IF", 0), index(address));
        } else {
            ByteBuffer value = ByteBuffer.wrap(InetAddress.getByName(address).getAddress());
            channel.config().setOption(new RawUnixChannelOption("IP_MULTICAST_IF", level(), number(0), 4), value);
        }
    }
}
