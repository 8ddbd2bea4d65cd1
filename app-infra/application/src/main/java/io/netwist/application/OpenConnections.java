/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.Transport;
import io.netwist.deferred.Deferred;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of a server that are open, so that a stop can wait for them. */
final class OpenConnections {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final Reactor reactor;

    private final Set<Protocol> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Deferred<@Nullable Void>> waiting = new ArrayList<>();

    OpenConnections(Reactor reactor) {
        this.reactor = reactor;
    }

    /** A protocol that is about to get its connection. */
    void remember(Protocol protocol) {
        if (protocol instanceof BaseProtocol base) {
            remember(base, base.whenConnectionLost());
        } else {
            // It has its transport when this callback is over.
            reactor.callFromThread(() -> {
                if (protocol.transport().isConnected()) {
                    remember(protocol, protocol.transport().whenConnectionLost());
                }
            });
        }
    }

    private void remember(Protocol protocol, Deferred<?> lost) {
        open.add(protocol);
        lost.onFired(outcome -> forget(protocol));
    }

    private void forget(Protocol protocol) {
        open.remove(protocol);
        if (open.isEmpty()) {
            List<Deferred<@Nullable Void>> told = List.copyOf(waiting);
            waiting.clear();
            told.forEach(each -> each.callback(null));
        }
    }

    // ---- the end

    int count() {
        return open.size();
    }

    /** Asks each connection to finish; those that cannot be asked are closed. Fires when none is left. */
    Deferred<@Nullable Void> drain() {
        for (Protocol each : List.copyOf(open)) {
            Transport transport = each.transport();
            if (each instanceof Drainable drainable) {
                try {
                    drainable.drain();
                } catch (Throwable e) {
                    LOG.error(
                            "{} threw from drain; its connection ends",
                            each.getClass().getName(),
                            e);
                    transport.abortConnection();
                }
            } else {
                transport.loseConnection();
            }
        }
        return whenNone();
    }

    /** Cuts what is left. Fires when none is. */
    Deferred<@Nullable Void> abort() {
        for (Protocol each : List.copyOf(open)) {
            each.transport().abortConnection();
        }
        return whenNone();
    }

    private Deferred<@Nullable Void> whenNone() {
        if (open.isEmpty()) {
            return Deferred.succeed(null);
        }
        Deferred<@Nullable Void> none = new Deferred<>(waiting::remove);
        waiting.add(none);
        return none;
    }
}
