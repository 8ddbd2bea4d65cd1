/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.ProtocolNegotiationFactory;
import io.netwist.bridge.address.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The factory of one port of a service: remembers each connection, and may be changed while the port is open. */
class Accepting implements Factory<Protocol> {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final OpenConnections connections;
    private final FactoryUses uses;
    private Factory<?> factory;

    private Accepting(Factory<?> factory, OpenConnections connections, FactoryUses uses) {
        this.factory = factory;
        this.connections = connections;
        this.uses = uses;
    }

    static Accepting of(Factory<?> factory, OpenConnections connections, FactoryUses uses) {
        return FactoryWrapper.bottomOf(factory) instanceof ProtocolNegotiationFactory<?>
                ? new Negotiating(factory, connections, uses)
                : new Accepting(factory, connections, uses);
    }

    /** Before a factory that has a say in what is spoken over TLS. */
    private static final class Negotiating extends Accepting implements ProtocolNegotiationFactory<Protocol> {

        Negotiating(Factory<?> factory, OpenConnections connections, FactoryUses uses) {
            super(factory, connections, uses);
        }

        @Override
        public List<String> acceptableProtocols() {
            return FactoryWrapper.bottomOf(current()) instanceof ProtocolNegotiationFactory<?> negotiating
                    ? negotiating.acceptableProtocols()
                    : List.of();
        }
    }

    final Factory<?> current() {
        return factory;
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
