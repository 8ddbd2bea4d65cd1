/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.ReactorSocket;
import io.netwist.bridge.ReactorSocket.Domain;
import io.netwist.bridge.error.AlreadyListened;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;

/**
 * Listens on a socket that somebody else has opened. Once only: a second {@code listen} fails with {@link AlreadyListened}.
 *
 * <p>Source: {@code AdoptedStreamServerEndpoint}.
 */
public final class AdoptedStreamServerEndpoint implements ServerEndpoint {

    private final ReactorSocket reactor;
    private final int descriptor;
    private final Domain domain;
    private boolean used;

    /**
     * Makes one.
     *
     * @param reactor listens
     * @param descriptor the socket's number in this process
     * @param domain what kind of socket it is
     */
    public AdoptedStreamServerEndpoint(ReactorSocket reactor, int descriptor, Domain domain) {
        this.reactor = reactor;
        this.descriptor = descriptor;
        this.domain = domain;
    }

    @Override
    public Deferred<ListeningPort> listen(Factory<?> factory) {
        return Deferreds.maybe(() -> {
            if (used) {
                throw new AlreadyListened("listen: descriptor " + descriptor + " was adopted before");
            }
            used = true;
            return reactor.adoptStreamPort(descriptor, domain, factory);
        });
    }

    @Override
    public String toString() {
        return "descriptor " + descriptor + " (" + domain + ")";
    }
}
