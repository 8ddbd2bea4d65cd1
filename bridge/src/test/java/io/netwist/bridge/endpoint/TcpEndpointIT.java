/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.error.ConnectingCancelledException;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.error.NoProtocol;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listening and connecting by endpoints over real sockets. */
class TcpEndpointIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Greets each client, so that a client receives as early as possible. */
    private static final class Greeter extends BaseProtocol {
        @Override
        public void connectionMade() {
            transport().write("hello");
        }
    }

    private static class Client extends BaseProtocol {
        final List<String> events = new ArrayList<>();
        final Deferred<String> end = new Deferred<>();

        @Override
        public void connectionMade() {
            events.add("made");
        }

        @Override
        public void dataReceived(ByteBuf data) {
            events.add("data");
            transport().loseConnection();
        }

        @Override
        public void connectionLost(Failure reason) {
            events.add("lost");
            end.callback("over");
        }
    }

    private static ListeningPort listen(NettyReactor reactor, Factory<?> factory) throws Exception {
        return reactor.runUntil(
                Endpoints.serverFromString(reactor, "tcp:0:interface=127.0.0.1").listen(factory), LIMIT);
    }

    private static ClientEndpoint clientOf(NettyReactor reactor, ListeningPort port) {
        return Endpoints.clientFromString(reactor, port.getHost().toString());
    }

    @Test
    @Spec({"END-001", "END-007", "END-008"})
    void firesWithTheVeryProtocolAfterItWasMadeAndBeforeItReceives() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = listen(reactor, Factory.forProtocol(Greeter::new));
            Client client = new Client();
            Deferred<Client> connected = Endpoints.connectProtocol(clientOf(reactor, port), client)
                    .onSuccess(made -> made.events.add("fired"));

            assertThat(reactor.runUntil(connected, LIMIT)).isSameAs(client);
            reactor.runUntil(client.end, LIMIT);
            assertThat(client.events).containsExactly("made", "fired", "data", "lost");
        }
    }

    /** Goes on after the other side has finished. */
    private static final class Halved extends BaseProtocol implements HalfCloseable {
        final Deferred<String> halved = new Deferred<>();

        @Override
        public void readConnectionLost() {
            halved.callback("halved");
        }

        @Override
        public void writeConnectionLost() {}
    }

    @Test
    @Spec("END-006")
    void aProtocolThatHalfClosesDoesSoThroughAnEndpoint() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = listen(reactor, Factory.forProtocol(() -> new BaseProtocol() {
                @Override
                public void connectionMade() {
                    transport().as(TcpTransport.class).orElseThrow().loseWriteConnection();
                }
            }));
            Halved client = reactor.runUntil(Endpoints.connectProtocol(clientOf(reactor, port), new Halved()), LIMIT);

            reactor.runUntil(client.halved, LIMIT);
            assertThat(client.transport().isConnected()).isTrue();
            assertThat(client.transport().isDisconnecting()).isFalse();
        }
    }

    @Test
    @Spec("END-002")
    void failsWithTheReasonOfTheConnector() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = listen(reactor, Factory.forProtocol(Greeter::new));
            ClientEndpoint endpoint = clientOf(reactor, port);
            reactor.runUntil(port.stopListening(), LIMIT);

            assertThatExceptionOfType(ConnectionRefusedException.class)
                    .isThrownBy(() -> reactor.runUntil(endpoint.connect(peer -> new Client()), LIMIT));
        }
    }

    @Test
    @Spec("END-003")
    void failsWithWhatTheFactoryDid() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = listen(reactor, Factory.forProtocol(Greeter::new));
            ClientEndpoint endpoint = clientOf(reactor, port);
            IllegalStateException thrown = new IllegalStateException("no");
            Factory<Client> throwing = peer -> {
                throw thrown;
            };

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> reactor.runUntil(endpoint.connect(throwing), LIMIT))
                    .isSameAs(thrown);
            Factory<Client> refusing = peer -> null;
            assertThatExceptionOfType(NoProtocol.class)
                    .isThrownBy(() -> reactor.runUntil(endpoint.connect(refusing), LIMIT));
        }
    }

    @Test
    void failsWithWhatConnectionMadeThrew() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = listen(reactor, Factory.forProtocol(Greeter::new));
            IllegalStateException thrown = new IllegalStateException("not made");
            Client failing = new Client() {
                @Override
                public void connectionMade() {
                    throw thrown;
                }
            };

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(
                            () -> reactor.runUntil(Endpoints.connectProtocol(clientOf(reactor, port), failing), LIMIT))
                    .isSameAs(thrown);
            assertThat(failing.events).containsExactly("lost");
        }
    }

    @Test
    @Spec("END-004")
    void cancellingStopsTheAttempt() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = listen(reactor, Factory.forProtocol(Greeter::new));
            Deferred<Client> connecting = clientOf(reactor, port).connect(peer -> new Client());
            connecting.cancel();

            assertThatExceptionOfType(ConnectingCancelledException.class)
                    .isThrownBy(() -> reactor.runUntil(connecting, LIMIT))
                    .satisfies(e -> assertThat(e.address()).isEqualTo(port.getHost()));
            assertThat(reactor.getDelayedCalls()).isEmpty();
        }
    }

    @Test
    @Spec("END-005")
    void startsTheUsersFactoryOnceForAllConnects() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = listen(reactor, Factory.forProtocol(Greeter::new));
            List<String> calls = new ArrayList<>();
            Factory<Client> counted = new Factory<>() {
                @Override
                public Client buildProtocol(Address peer) {
                    return new Client();
                }

                @Override
                public void startFactory() {
                    calls.add("start");
                }

                @Override
                public void stopFactory() {
                    calls.add("stop");
                }
            };
            Deferred<Client> first = clientOf(reactor, port).connect(counted);
            Deferred<Client> second = clientOf(reactor, port).connect(counted);
            reactor.runUntil(reactor.runUntil(first, LIMIT).end, LIMIT);
            reactor.runUntil(reactor.runUntil(second, LIMIT).end, LIMIT);
            reactor.iterate(Duration.ZERO);

            assertThat(calls).containsExactly("start", "stop");
        }
    }

    @Test
    @Spec("END-007")
    void aPortInUseFailsTheDeferred() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = listen(reactor, Factory.forProtocol(Greeter::new));
            ServerEndpoint same =
                    Endpoints.serverFromString(reactor, "tcp:" + port.getHost().port() + ":interface=127.0.0.1");

            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() -> reactor.runUntil(same.listen(Factory.forProtocol(Greeter::new)), LIMIT));
        }
    }
}
