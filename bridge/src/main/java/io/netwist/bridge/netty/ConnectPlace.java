/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.deferred.Deferred;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a {@link StreamConnector} connects to: how TCP and UNIX differ. */
interface ConnectPlace {

    /** The address as it was asked for. */
    Address destination();

    /** For finding the address and connecting together; zero means no limit. */
    Duration timeout();

    /** Where to connect to. May be known at once; cancelling it gives the search up. */
    Deferred<SocketAddress> find(EventLoopReactor reactor);

    /** Makes a channel for an address found. */
    Channel open(EventLoopReactor reactor);

    /** Where to connect from, for {@code bind}; null leaves that to the operating system. */
    default @Nullable SocketAddress local() {
        return null;
    }

    /** Our exception for whatever {@link #find} or the channel failed with. */
    ConnectionFailedException failure(Throwable cause);
}
