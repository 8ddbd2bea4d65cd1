/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static io.netwist.bridge.netty.Loopback.LOCAL;
import static io.netwist.bridge.netty.Loopback.end;
import static io.netwist.bridge.netty.Loopback.reactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.netty.util.NetUtil;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.HostnameAddress;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.error.ConnectingStoppedException;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.error.ConnectionTimedOutException;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.error.LocalBindException;
import io.netwist.bridge.error.NotConnectingException;
import io.netwist.bridge.netty.Loopback.Recorder;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.DeferredResults;
import io.netwist.deferred.testing.Spec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Listening ports, connectors and their factories, on every transport that this machine has. */
class TcpListenConnectIT {

    private static final String TRANSPORTS = "io.netwist.bridge.netty.Loopback#transports";

    /** Records every callback in order. */
    static class Client implements ClientFactory<Recorder> {
        final List<String> calls = new ArrayList<>();
        final Deferred<Failure> failed = new Deferred<>();
        final Deferred<Failure> lost = new Deferred<>();
        final Supplier<@Nullable Recorder> build;

        Client(Supplier<@Nullable Recorder> build) {
            this.build = build;
        }

        @Override
        public void startFactory() {
            calls.add("start");
        }

        @Override
        public void stopFactory() {
            calls.add("stop");
        }

        @Override
        public void startedConnecting(Connector connector) {
            calls.add("started connecting");
        }

        @Override
        public @Nullable Recorder buildProtocol(Address peer) {
            calls.add("build " + peer.host());
            return build.get();
        }

        @Override
        public void clientConnectionFailed(Connector connector, Failure reason) {
            calls.add("failed");
            failed.callbackValue(reason);
        }

        @Override
        public void clientConnectionLost(Connector connector, Failure reason) {
            calls.add("lost");
            lost.callbackValue(reason);
        }
    }

    private static int unusedPort(NettyReactor reactor) throws Exception {
        ListeningPort port = reactor.listenTCP(0, peer -> new Recorder(), LOCAL);
        int number = port.getHost().port();
        reactor.runUntil(port.stopListening(), LIMIT);
        return number;
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TRN-038", "TRN-039", "ERR-013", "FAC-007"})
    void refusesAPortInUseAtOnce(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            ListeningPort first = reactor.listenTCP(0, peer -> new Recorder(), LOCAL);
            assertThat(first.getHost()).isInstanceOf(TcpAddress.class);
            int port = first.getHost().port();
            assertThat(port).isPositive();
            Client unused = new Client(Recorder::new);
            assertThatThrownBy(() -> reactor.listenTCP(port, unused, LOCAL))
                    .isInstanceOf(CannotListenException.class)
                    .hasMessage("cannot listen on tcp:127.0.0.1:" + port + ": Address already in use");
            assertThat(unused.calls).isEmpty();
            assertThatThrownBy(() -> reactor.listenTCP(70000, unused, LOCAL))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("port: 70000 (expected: 0..65535)");
            assertThatThrownBy(() -> reactor.listenTCP(0, unused, LOCAL.withInterface("no.such.host.invalid")))
                    .isInstanceOf(CannotListenException.class)
                    .hasMessageContaining("no.such.host.invalid");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TRN-041", "TRN-042", "FAC-005"})
    void stopsListeningAndListensAgain(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            List<String> calls = new ArrayList<>();
            Recorder accepted = new Recorder();
            Factory<Recorder> factory = new Factory<>() {
                @Override
                public Recorder buildProtocol(Address peer) {
                    return accepted;
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
            ListeningPort one = reactor.listenTCP(0, factory, LOCAL);
            ListeningPort two = reactor.listenTCP(0, factory, LOCAL);
            assertThat(calls).containsExactly("start");
            Recorder kept = new Recorder();
            reactor.connectTCP("127.0.0.1", one.getHost().port(), peer -> kept);
            reactor.runUntil(kept.made, LIMIT);
            reactor.runUntil(accepted.made, LIMIT);

            Deferred<?> stopped = one.stopListening();
            Deferred<?> again = one.stopListening();
            reactor.runUntil(stopped, LIMIT);
            reactor.runUntil(again, LIMIT);
            reactor.runUntil(one.stopListening(), LIMIT);
            assertThat(kept.events).containsExactly("made");
            reactor.runUntil(two.stopListening(), LIMIT);
            assertThat(calls).containsExactly("start", "stop");

            one.startListening();
            assertThat(calls).containsExactly("start", "stop", "start");
            assertThatThrownBy(one::startListening).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("FAC-008")
    void failsStopListeningWithWhatStopFactoryThrew(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            IllegalStateException thrown = new IllegalStateException("stop");
            ListeningPort port = reactor.listenTCP(
                    0,
                    new Factory<Recorder>() {
                        @Override
                        public Recorder buildProtocol(Address peer) {
                            return new Recorder();
                        }

                        @Override
                        public void stopFactory() {
                            throw thrown;
                        }
                    },
                    LOCAL);
            assertThatThrownBy(() -> reactor.runUntil(port.stopListening(), LIMIT))
                    .isSameAs(thrown);
            port.startListening();
            reactor.runUntil(port.stopListening().handleFailure(failure -> {}), LIMIT);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"FAC-003", "TRN-009"})
    void refusesConnectionsForWhichTheFactoryBuildsNothing(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport);
                LogCapture log = LogCapture.of("io.netwist.bridge")) {
            int[] built = {0};
            ListeningPort port = reactor.listenTCP(
                    0,
                    peer -> {
                        switch (built[0]++) {
                            case 0 -> {
                                return null;
                            }
                            case 1 -> throw new IllegalStateException("build");
                            default -> {
                                return new Recorder();
                            }
                        }
                    },
                    LOCAL);
            for (int i = 0; i < 2; i++) {
                Recorder refused = new Recorder();
                reactor.connectTCP("127.0.0.1", port.getHost().port(), peer -> refused);
                end(reactor, refused);
            }
            Recorder accepted = new Recorder();
            reactor.connectTCP("127.0.0.1", port.getHost().port(), peer -> accepted);
            reactor.runUntil(accepted.made, LIMIT);
            assertThat(log.errors())
                    .singleElement()
                    .satisfies(event -> assertThat(LogCapture.thrown(event)).hasMessage("build"));
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"FAC-009", "FAC-010", "FAC-013", "FAC-017"})
    void tellsTheClientFactoryOfAConnectionAndItsEnd(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Recorder server = new Recorder();
            ListeningPort port = reactor.listenTCP(0, peer -> server, LOCAL);
            Recorder client = new Recorder();
            Client factory = new Client(() -> client);
            Connector connector = reactor.connectTCP("127.0.0.1", port.getHost().port(), factory);
            assertThat(factory.calls).containsExactly("start", "started connecting");
            assertThat(connector.getDestination()).isEqualTo(port.getHost());
            assertThatThrownBy(connector::connect).isInstanceOf(IllegalStateException.class);
            reactor.runUntil(client.made, LIMIT);
            assertThatThrownBy(connector::connect).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(connector::stopConnecting).isInstanceOf(NotConnectingException.class);

            connector.disconnect();
            Failure reason = reactor.runUntil(factory.lost, LIMIT);
            assertThat(reason.is(ConnectionDone.class)).isTrue();
            assertThat(client.events).containsExactly("made", "lost ConnectionDone");
            reactor.iterate(Duration.ZERO);
            assertThat(factory.calls).containsExactly("start", "started connecting", "build 127.0.0.1", "lost", "stop");
            connector.disconnect();
            reactor.runUntil(server.gone, LIMIT);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"FAC-012", "FAC-014", "ERR-004"})
    void reportsARefusedConnectionAndTriesAgain(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            int port = unusedPort(reactor);
            Deferred<String> done = new Deferred<>();
            Client factory = new Client(Recorder::new) {
                @Override
                public void clientConnectionFailed(Connector connector, Failure reason) {
                    calls.add(reason.value().getClass().getSimpleName());
                    if (calls.size() < 6) {
                        connector.connect();
                    } else {
                        done.callback("done");
                    }
                }
            };
            reactor.connectTCP("127.0.0.1", port, factory);
            assertThat(factory.calls).containsExactly("start", "started connecting");
            reactor.runUntil(done, LIMIT);
            assertThat(factory.calls)
                    .containsExactly(
                            "start",
                            "started connecting",
                            "ConnectionRefusedException",
                            "started connecting",
                            "ConnectionRefusedException",
                            "started connecting",
                            "ConnectionRefusedException",
                            "stop");
            assertThat(reactor.getDelayedCalls()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"ERR-007", "ERR-009", "ERR-008", "FAC-015"})
    void namesWhyNoConnectionWasMade(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Client unknown = new Client(Recorder::new);
            Connector byName = reactor.connectTCP("no.such.host.invalid", 80, unknown);
            assertThat(byName.getDestination()).isEqualTo(new HostnameAddress("no.such.host.invalid", 80));
            assertThat(reactor.runUntil(unknown.failed, LIMIT).value())
                    .isInstanceOf(HostNotFoundException.class)
                    .isInstanceOf(ConnectionFailedException.class)
                    .hasMessageContaining("no.such.host.invalid");

            Client stopped = new Client(Recorder::new);
            reactor.connectTCP("127.0.0.1", unusedPort(reactor), stopped).stopConnecting();
            assertThat(reactor.runUntil(stopped.failed, LIMIT).value()).isInstanceOf(ConnectingStoppedException.class);

            Client foreign = new Client(Recorder::new);
            reactor.connectTCP(
                    "127.0.0.1",
                    unusedPort(reactor),
                    foreign,
                    ConnectOptions.defaults().withBindAddress(new TcpAddress("192.0.2.1", 0)));
            assertThat(reactor.runUntil(foreign.failed, LIMIT).value()).isInstanceOf(LocalBindException.class);

            Client refused = new Client(Recorder::new);
            reactor.connectTCP("127.0.0.1", unusedPort(reactor), refused);
            assertThat(reactor.runUntil(refused.failed, LIMIT).value())
                    .isInstanceOf(ConnectionRefusedException.class)
                    .hasMessageEndingWith("connection refused");
        }
    }

    /** A listener whose queue is full answers nothing, so the attempt stays open until its time is over. */
    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"FAC-018", "ERR-006"})
    void givesUpWhenTheTimeIsOver(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport);
                ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Client last = new Client(Recorder::new);
            for (int i = 0; i < 4; i++) {
                Recorder each = new Recorder();
                reactor.connectTCP("127.0.0.1", full.getLocalPort(), peer -> each);
            }
            reactor.connectTCP(
                    "127.0.0.1",
                    full.getLocalPort(),
                    last,
                    ConnectOptions.defaults().withTimeout(Duration.ofMillis(300)));
            assertThat(reactor.runUntil(last.failed, LIMIT).value())
                    .isInstanceOf(ConnectionTimedOutException.class)
                    .hasMessageContaining("PT0.3S");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"ERR-011", "FAC-012"})
    void failsAnAttemptThatIsOpenWhenTheReactorStops(NettyTransport transport) throws Exception {
        Client waiting = new Client(Recorder::new);
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (NettyReactor reactor = reactor(transport)) {
                for (int i = 0; i < 4; i++) {
                    reactor.connectTCP("127.0.0.1", full.getLocalPort(), peer -> new Recorder());
                }
                reactor.connectTCP("127.0.0.1", full.getLocalPort(), waiting);
                reactor.iterate(Duration.ofMillis(10));
            }
        }
        assertThat(waiting.calls).containsExactly("start", "started connecting", "failed", "stop");
        assertThat(DeferredResults.successResultOf(waiting.failed).value())
                .isExactlyInstanceOf(ConnectionFailedException.class)
                .hasMessageEndingWith("the reactor stopped");
    }

    /** Nobody is turned away while the loop is busy, and it catches up many at a time. */
    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TRN-039", "TRN-040"})
    void acceptsAllWhoConnectedWhileTheLoopDidNotTurn(NettyTransport transport) throws Exception {
        int count = Math.min(1000, NetUtil.SOMAXCONN);
        List<Socket> clients = new ArrayList<>();
        try (NettyReactor reactor = reactor(transport)) {
            List<String> events = new ArrayList<>();
            ListeningPort port = reactor.listenTCP(
                    0,
                    peer -> {
                        events.add("build " + peer.port());
                        return new BaseProtocol() {
                            @Override
                            public void connectionMade() {
                                events.add("made " + transport().getPeer().port());
                            }
                        };
                    },
                    ListenOptions.defaults().withInterface("127.0.0.1"));
            for (int i = 0; i < count; i++) {
                Socket client = new Socket();
                clients.add(client);
                client.connect(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), port.getHost().port()),
                        5000);
            }
            int turns = 0;
            for (; events.size() < 2 * count && turns < count / 4; turns++) {
                reactor.iterate(Duration.ofSeconds(1));
            }
            assertThat(events).as("after %s turns", turns).hasSize(2 * count).doesNotHaveDuplicates();
            for (Socket each : clients) {
                int built = events.indexOf("build " + each.getLocalPort());
                assertThat(events.get(built + 1)).isEqualTo("made " + each.getLocalPort());
            }
        } finally {
            for (Socket each : clients) {
                each.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TRN-044")
    void logsThatAPortStartsAndStops(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport);
                LogCapture log = LogCapture.of("io.netwist.bridge").at(Level.INFO)) {
            ListeningPort port = reactor.listenTCP(0, new Client(Recorder::new), LOCAL);
            reactor.runUntil(port.stopListening(), LIMIT);
            assertThat(log.messages())
                    .containsExactly(
                            Client.class.getName() + " starts on " + port.getHost(),
                            Client.class.getName() + " stops on " + port.getHost());
        }
    }

    @Test
    @Spec("FAC-006")
    void countsTheUsersOfAFactoryAndIgnoresOneTooMany() throws Exception {
        Client factory = new Client(Recorder::new);
        FactoryUses uses = new FactoryUses();
        uses.end(factory);
        uses.begin(factory);
        uses.begin(factory);
        uses.end(factory);
        assertThat(factory.calls).containsExactly("start");
        uses.end(factory);
        uses.end(factory);
        assertThat(factory.calls).containsExactly("start", "stop");
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"RCT-018", "RCT-019", "TRN-010"})
    void endsEverythingWhenTheReactorStops(NettyTransport transport) throws Exception {
        Recorder server = new Recorder();
        Client factory;
        try (NettyReactor reactor = reactor(transport)) {
            ListeningPort port = reactor.listenTCP(0, peer -> server, LOCAL);
            Recorder client = new Recorder();
            factory = new Client(() -> client);
            reactor.connectTCP("127.0.0.1", port.getHost().port(), factory);
            reactor.runUntil(client.made, LIMIT);
            reactor.runUntil(server.made, LIMIT);
        }
        assertThat(server.events).containsExactly("made", "lost ConnectionLost");
        assertThat(factory.calls).endsWith("lost", "stop");
    }
}
