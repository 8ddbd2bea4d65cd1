/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netwist.bridge.UnixConnectOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.error.BadFileException;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import java.net.SocketAddress;
import java.time.Duration;

/** A path to connect to. */
final class UnixConnectPlace implements ConnectPlace {

    private final String path;
    private final UnixConnectOptions options;

    UnixConnectPlace(String path, UnixConnectOptions options) {
        this.path = path;
        this.options = options;
    }

    @Override
    public Address destination() {
        return new UnixAddress(path);
    }

    @Override
    public Duration timeout() {
        return options.timeout();
    }

    @Override
    public Deferred<SocketAddress> find(EventLoopReactor reactor) {
        return Deferreds.maybe(() -> {
            if (options.checkPid() && !path.startsWith("\0") && !UnixLocks.isHeld(path, reactor)) {
                throw new BadFileException(
                        "cannot connect to " + destination() + ": no living process holds " + UnixLocks.of(path), null);
            }
            return reactor.transport().unixAddress(path);
        });
    }

    @Override
    public Channel open(EventLoopReactor reactor) {
        return reactor.transport().newUnixChannel();
    }

    @Override
    public ConnectionFailedException failure(Throwable cause) {
        return ConnectFailures.of(destination(), cause);
    }
}
