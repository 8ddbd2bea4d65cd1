/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectingCancelledException;
import io.netwist.bridge.error.ConnectionClosed;
import io.netwist.bridge.error.NoProtocol;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connect of an endpoint: turns what a connector tells a ClientFactory into a Deferred.
 *
 * @param <P> the user's protocol
 */
final class Connecting<P extends Protocol> implements ClientFactory<Protocol>, FactoryWrapper {

    /*
     * Twisted wraps the user's protocol for the whole life of the connection, only to learn when connectionMade has
     * returned. Here an Entry stands in for the first moment and then switches the transport to the user's protocol: no
     * wrapper remains, every interface of the protocol works by itself, and the Deferred fires before the first byte is
     * delivered.
     */

    private final Factory<P> factory;
    private final Deferred<P> made = new Deferred<>(self -> cancelled());

    /** Null until connectTCP has returned, or startedConnecting was called. */
    private @Nullable Connector connector;

    private Connecting(Factory<P> factory) {
        this.factory = factory;
    }

    static <P extends Protocol> Deferred<P> connect(
            Factory<P> factory, Function<ClientFactory<Protocol>, Connector> connect) {
        Connecting<P> connecting = new Connecting<>(factory);
        try {
            connecting.connector = connect.apply(connecting);
        } catch (Throwable e) {
            if (!connecting.made.isCalled()) {
                connecting.made.errback(e);
            }
        }
        return connecting.made;
    }

    private void cancelled() {
        Connector cancelling = connector;
        if (cancelling != null) {
            made.errback(new ConnectingCancelledException(cancelling.getDestination()));
            cancelling.disconnect();
        }
    }

    @Override
    public Factory<?> wrapped() {
        return factory;
    }

    @Override
    public void startFactory() throws Exception {
        factory.startFactory();
    }

    @Override
    public void stopFactory() throws Exception {
        factory.stopFactory();
    }

    @Override
    public void startedConnecting(Connector started) {
        connector = started;
    }

    @Override
    public @Nullable Protocol buildProtocol(Address peer) {
        P built;
        try {
            built = factory.buildProtocol(peer);
        } catch (Throwable e) {
            // Told to whoever waits, so not to the log as well.
            fail(Failure.of(e));
            return null;
        }
        if (built == null) {
            fail(Failure.of(
                    new NoProtocol(factory.getClass().getName() + " gave no protocol for the connection to " + peer)));
            return null;
        }
        return new Entry(built);
    }

    @Override
    public void clientConnectionFailed(Connector failed, Failure reason) {
        fail(reason);
    }

    @Override
    public void clientConnectionLost(Connector lost, Failure reason) {
        // Only if the connection ended before its protocol was made.
        fail(reason);
    }

    private void fail(Failure reason) {
        if (!made.isCalled()) {
            made.errback(reason);
        }
    }

    private void succeed(P protocol) {
        if (!made.isCalled()) {
            made.callback(protocol);
        }
    }

    /** Gives its connection to the user's protocol at once. */
    private final class Entry implements Protocol {
        private final P protocol;

        Entry(P protocol) {
            this.protocol = protocol;
        }

        @Override
        public void makeConnection(Transport transport) {
            transport.switchProtocol(protocol);
            if (!transport.isDisconnecting()) {
                succeed(protocol);
                return;
            }
            // Either connectionMade ended the connection itself, or it threw: the reason will tell.
            transport.whenConnectionLost().onSuccess(reason -> {
                if (reason.value() instanceof ConnectionClosed) {
                    succeed(protocol);
                } else {
                    fail(reason);
                }
            });
        }

        @Override
        public void connectionMade() {}

        @Override
        public void dataReceived(ByteBuf data) {}

        @Override
        public void connectionLost(Failure reason) {}

        @Override
        public Transport transport() {
            return protocol.transport();
        }
    }
}
