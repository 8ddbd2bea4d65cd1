/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service that receives datagrams: the common part of {@link UdpServer} and {@link UnixDatagramServer}.
 *
 * <p>It binds in the privileged part of the start and may be started again. There are no connections, so nothing drains:
 * what has been read by the time of the stop has been handled.
 */
public abstract class DatagramService extends BaseService {

    private @Nullable ListeningPort port;

    DatagramService() {}

    abstract ListeningPort open(Reactor reactor);

    @Override
    public final Deferred<?> privilegedStartService() {
        port = open(reactor());
        return Deferred.succeed(null);
    }

    @Override
    public final Deferred<?> stopService() {
        ListeningPort open = port;
        port = null;
        return open == null ? Deferred.succeed(null) : open.stopListening();
    }

    /**
     * Where it receives.
     *
     * @return the real address, also when port 0 was asked for; empty unless started
     */
    public final Optional<Address> boundAddress() {
        return Optional.ofNullable(port).map(ListeningPort::getHost);
    }

    @Override
    public final List<Address> addresses() {
        return boundAddress().stream().toList();
    }
}
