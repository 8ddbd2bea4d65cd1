/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorSocket;
import io.netwist.bridge.ReactorSocket.Domain;
import io.netwist.bridge.error.AlreadyListened;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import java.util.function.ToIntFunction;

/** Listens on a socket that systemd has opened; made by {@code systemd:} descriptions. */
final class SystemdServerEndpoint implements ServerEndpoint {

    private final Reactor reactor;
    private final Domain domain;
    private final ToIntFunction<SystemdSockets> which;
    private final String description;
    private boolean used;

    SystemdServerEndpoint(Reactor reactor, Domain domain, ToIntFunction<SystemdSockets> which, String description) {
        this.reactor = reactor;
        this.domain = domain;
        this.which = which;
        this.description = description;
    }

    @Override
    public Deferred<ListeningPort> listen(Factory<?> factory) {
        return Deferreds.maybe(() -> {
            if (used) {
                throw new AlreadyListened("listen: " + description + " was adopted before");
            }
            if (!(reactor instanceof ReactorSocket sockets)) {
                throw new CannotListenException(
                        description, new UnsupportedOperationException(reactor + " cannot adopt sockets"));
            }
            int descriptor;
            try {
                descriptor = which.applyAsInt(SystemdSockets.ofThisProcess());
            } catch (IllegalStateException e) {
                throw new CannotListenException(description, e);
            }
            used = true;
            return sockets.adoptStreamPort(descriptor, domain, factory);
        });
    }

    @Override
    public String toString() {
        return description;
    }
}
