/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.ReactorUnix;
import io.netwist.bridge.UnixListenOptions;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;

/**
 * Listens on a UNIX socket. Source: {@code UNIXServerEndpoint}.
 *
 * @param reactor listens
 * @param path must not exist yet
 * @param options how
 */
public record UnixServerEndpoint(ReactorUnix reactor, String path, UnixListenOptions options)
        implements ServerEndpoint {

    /**
     * With permissions for all and without a lock.
     *
     * @param reactor listens
     * @param path must not exist yet
     */
    public UnixServerEndpoint(ReactorUnix reactor, String path) {
        this(reactor, path, UnixListenOptions.defaults());
    }

    @Override
    public Deferred<ListeningPort> listen(Factory<?> factory) {
        return Deferreds.maybe(() -> reactor.listenUNIX(path, factory, options));
    }

    @Override
    public String toString() {
        return new UnixAddress(path).toString();
    }
}
