/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.UnixConnectOptions;
import io.netwist.bridge.address.UnixAddress;
import java.util.Objects;

/** Connects once to a path. Source: {@code twisted.application.internet.UNIXClient}. */
public final class UnixClient extends ConnectingService {

    private final String path;
    private final ClientFactory<?> factory;
    private final UnixConnectOptions options;

    /**
     * Within 30 seconds.
     *
     * @param path where a server listens
     * @param factory makes the protocol, and hears of failure
     */
    public UnixClient(String path, ClientFactory<?> factory) {
        this(path, factory, UnixConnectOptions.defaults());
    }

    /**
     * With options.
     *
     * @param path where a server listens
     * @param factory makes the protocol, and hears of failure
     * @param options for how long, and whether to look at the lock
     */
    public UnixClient(String path, ClientFactory<?> factory, UnixConnectOptions options) {
        this.path = new UnixAddress(path).path();
        this.factory = Objects.requireNonNull(factory, "factory");
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    Connector connect(Reactor reactor) {
        return reactor.connectUNIX(path, factory, options);
    }
}
