/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.ProtocolNegotiationFactory;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.TlsProtocol;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.Outcome;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * TLS over what another endpoint connects to.
 *
 * <p>Over a socket nothing of this remains after the first moment: the transport itself begins TLS and is then given to the
 * user's protocol, so that the protocol's own interfaces count and the bytes take no further step. Over anything else, such
 * as a child process, a {@link TlsProtocol} stands between.
 */
record TlsClientEndpoint(TlsOptions options, ClientEndpoint endpoint) implements ClientEndpoint {

    @Override
    public <P extends Protocol> Deferred<P> connect(Factory<P> factory) {
        Securing<P> securing = new Securing<>(factory, offering(factory));
        return endpoint.connect(securing).addBoth(securing::result);
    }

    /** What a factory can speak is offered in place of the options'. */
    private TlsOptions offering(Factory<?> factory) {
        return FactoryWrapper.bottomOf(factory) instanceof ProtocolNegotiationFactory<?> negotiating
                ? options.withAcceptableProtocols(negotiating.acceptableProtocols())
                : options;
    }

    @Override
    public String toString() {
        return "tls over " + endpoint;
    }

    private static final class Securing<P extends Protocol> implements Factory<Beginning<P>>, FactoryWrapper {
        private final Factory<P> factory;
        private final TlsOptions options;

        /** Why TLS cannot begin; then the user's protocol has had no connection. */
        private @Nullable Exception failed;

        Securing(Factory<P> factory, TlsOptions options) {
            this.factory = factory;
            this.options = options;
        }

        @Override
        public Factory<?> wrapped() {
            return factory;
        }

        @Override
        public @Nullable Beginning<P> buildProtocol(Address peer) throws Exception {
            P protocol = factory.buildProtocol(peer);
            return protocol == null ? null : new Beginning<>(protocol, this);
        }

        @Override
        public void startFactory() throws Exception {
            factory.startFactory();
        }

        @Override
        public void stopFactory() throws Exception {
            factory.stopFactory();
        }

        void begin(Transport transport, Beginning<P> beginning) throws Exception {
            Optional<TlsTransport> itself = transport.as(TlsTransport.class);
            try {
                if (itself.isPresent()) {
                    itself.get().startTLS(options);
                } else {
                    beginning.go(TlsProtocol.client(options, beginning.protocol), transport);
                }
            } catch (IllegalArgumentException | IllegalStateException e) {
                // Told to whoever waits, so not to the log as well.
                failed = e;
                transport.abortConnection();
                return;
            }
            if (itself.isPresent()) {
                transport.switchProtocol(beginning.protocol);
            }
        }

        P result(Outcome<Beginning<P>> outcome) throws Exception {
            if (failed != null) {
                throw failed;
            }
            return Objects.requireNonNull(outcome.value()).protocol;
        }
    }

    /** Has the connection until TLS has begun; for ever where the transport cannot do that by itself. */
    private static final class Beginning<P extends Protocol> implements Protocol, HalfCloseable {
        private final P protocol;
        private final Securing<P> securing;
        private @Nullable Transport given;

        /** Null where the transport itself speaks TLS. */
        private @Nullable TlsProtocol between;

        Beginning(P protocol, Securing<P> securing) {
            this.protocol = protocol;
            this.securing = securing;
        }

        @Override
        public void makeConnection(Transport transport) throws Exception {
            given = transport;
            securing.begin(transport, this);
        }

        void go(TlsProtocol tls, Transport transport) throws Exception {
            tls.makeConnection(transport);
            between = tls;
        }

        @Override
        public void connectionMade() {}

        @Override
        public void dataReceived(ByteBuf data) {
            if (between != null) {
                between.dataReceived(data);
            }
        }

        @Override
        public void readConnectionLost() {
            if (between != null) {
                between.readConnectionLost();
            }
        }

        @Override
        public void writeConnectionLost() {}

        @Override
        public void connectionLost(Failure reason) {
            if (between != null) {
                between.connectionLost(reason);
            }
        }

        @Override
        public Transport transport() {
            return Objects.requireNonNull(given, "no connection has been made");
        }
    }
}
