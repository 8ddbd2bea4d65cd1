/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.endpoint.ClientEndpoint;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects each client to a server elsewhere: {@code reactor.listenTCP(8080, new PortForwarder(endpoint))}.
 *
 * <p>A client is not read from until the connection to the server exists; when that fails, or when either side ends, the
 * other side is closed in order. Source: {@code twisted.protocols.portforward.ProxyFactory}.
 */
public final class PortForwarder implements Factory<Protocol> {

    private static final Logger LOG = LoggerFactory.getLogger(PortForwarder.class);

    private final ClientEndpoint destination;

    /**
     * Makes one.
     *
     * @param destination where each client's bytes go, over a connection of its own
     */
    public PortForwarder(ClientEndpoint destination) {
        this.destination = destination;
    }

    @Override
    public Protocol buildProtocol(Address peer) {
        Relay relay = new Relay();
        Protocol near = relay.near();
        return new Connecting(near, relay);
    }

    /** Begins the connection to the server once the client's is made; after that the relay has the client's transport. */
    private final class Connecting extends BaseProtocol implements Drainable {
        private final Protocol near;
        private final Relay relay;

        Connecting(Protocol near, Relay relay) {
            this.near = near;
            this.relay = relay;
        }

        /** Whoever drains knows the protocol that the connection began with. */
        @Override
        public void drain() {
            relay.loseConnection();
        }

        @Override
        public void connectionMade() {
            Transport client = transport();
            client.switchProtocol(near);
            Deferred<Protocol> server = destination.connect(address -> relay.far());
            client.whenConnectionLost().onSuccess(reason -> server.cancel());
            server.handleFailure(CancelledException.class, cancelled -> {}).handleFailure(failure -> {
                LOG.info("cannot forward {} to {}: {}", client.getPeer(), destination, failure.getErrorMessage());
                relay.loseConnection();
            });
        }
    }
}
