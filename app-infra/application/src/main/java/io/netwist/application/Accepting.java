/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The factory of one port of a service: remembers each connection, and may be changed while the port is open. */
final class Accepting implements Factory<Protocol> {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final OpenConnections connections;
    private final FactoryUses uses;
    private Factory<?> factory;

    Accepting(Factory<?> factory, OpenConnections connections, FactoryUses uses) {
        this.factory = factory;
        this.connections = connections;
        this.uses = uses;
    }

    @Override
    public void startFactory() throws Exception {
        uses.begin(factory);
    }

    @Override
    public void stopFactory() throws Exception {
        uses.end(factory);
    }

    @Override
    public @Nullable Protocol buildProtocol(Address peer) throws Exception {
        Protocol protocol = factory.buildProtocol(peer);
        if (protocol != null) {
            connections.remember(protocol);
        }
        return protocol;
    }

    /** Has the connections from now on made by another factory. */
    void change(Factory<?> next) throws Exception {
        uses.begin(next);
        Factory<?> old = factory;
        factory = next;
        try {
            uses.end(old);
        } catch (Exception e) {
            LOG.error("{} threw when it was stopped", old, e);
        }
    }
}
