/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.HostnameAddress;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.resolve.AddressFamily;
import io.netwist.bridge.resolve.HostQuery;
import io.netwist.deferred.Deferred;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A host and a port to connect to. */
final class TcpConnectPlace implements ConnectPlace {

    private final Address destination;
    private final ConnectOptions options;

    TcpConnectPlace(String host, int port, ConnectOptions options) {
        this.destination = IpLiterals.isLiteral(host) ? new TcpAddress(host, port) : new HostnameAddress(host, port);
        this.options = options;
    }

    @Override
    public Address destination() {
        return destination;
    }

    @Override
    public Duration timeout() {
        return options.timeout();
    }

    @Override
    public Deferred<SocketAddress> find(EventLoopReactor reactor) {
        if (destination instanceof TcpAddress) {
            return Deferred.succeed(new InetSocketAddress(destination.host(), destination.port()));
        }
        HostQuery query = new HostQuery(destination.host(), destination.port());
        TcpAddress from = options.bindAddress();
        if (from != null && IpLiterals.isIPv6Address(from.host())) {
            query = query.withFamily(AddressFamily.IPV6);
        }
        return reactor.names.first(query).addCallback(found -> new InetSocketAddress(found.host(), found.port()));
    }

    @Override
    public Channel open(EventLoopReactor reactor) {
        return reactor.transport().newChannel();
    }

    @Override
    public @Nullable SocketAddress local() {
        TcpAddress from = options.bindAddress();
        return from == null ? null : new InetSocketAddress(from.host(), from.port());
    }

    @Override
    public ConnectionFailedException failure(Throwable cause) {
        return cause instanceof HostNotFoundException
                ? new HostNotFoundException("cannot connect to " + destination + ": no such host", cause)
                : ConnectFailures.of(destination, cause);
    }
}
