/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.ReactorUnix;
import io.netwist.bridge.UnixConnectOptions;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.deferred.Deferred;

/**
 * Connects to a UNIX socket. Source: {@code UNIXClientEndpoint}.
 *
 * @param reactor connects
 * @param path where a server listens
 * @param options for how long, and whether to look at the lock
 */
public record UnixClientEndpoint(ReactorUnix reactor, String path, UnixConnectOptions options)
        implements ClientEndpoint {

    /**
     * Within 30 seconds, without a look at the lock.
     *
     * @param reactor connects
     * @param path where a server listens
     */
    public UnixClientEndpoint(ReactorUnix reactor, String path) {
        this(reactor, path, UnixConnectOptions.defaults());
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(Factory<P> factory) {
        return Connecting.connect(factory, connecting -> reactor.connectUNIX(path, connecting, options));
    }

    @Override
    public String toString() {
        return new UnixAddress(path).toString();
    }
}
