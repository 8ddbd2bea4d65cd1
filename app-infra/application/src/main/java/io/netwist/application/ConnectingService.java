/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Connector;
import io.netwist.bridge.Reactor;
import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * A service that connects once when it starts, and disconnects when it stops: the common part of {@link TcpClient} and
 * {@link UnixClient}. It runs whether or not the connection comes about: the factory hears of that, and may try again.
 */
public abstract class ConnectingService extends BaseService {

    private @Nullable Connector connector;

    ConnectingService() {}

    abstract Connector connect(Reactor reactor);

    @Override
    public final Deferred<?> startService() throws Exception {
        connector = connect(reactor());
        return super.startService();
    }

    @Override
    public final Deferred<?> stopService() throws Exception {
        if (connector != null) {
            connector.disconnect();
            connector = null;
        }
        return super.stopService();
    }
}
