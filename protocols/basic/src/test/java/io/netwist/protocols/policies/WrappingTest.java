/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpObject;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Factory;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.bridge.testing.Check;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.bridge.testing.TransportContract;
import io.netwist.bridge.testing.Wire;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.basic.LineReceiver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class WrappingTest {

    private static final TcpAddress PEER = new TcpAddress("192.168.1.1", 54321);

    private final List<String> events = new ArrayList<>();

    private class Recorder extends BaseProtocol {
        @Override
        public void connectionMade() {
            events.add("made");
        }

        @Override
        public void dataReceived(ByteBuf data) {
            events.add(data.readCharSequence(data.readableBytes(), StandardCharsets.UTF_8)
                    .toString());
        }

        @Override
        public void connectionLost(Failure reason) {
            events.add("lost");
        }
    }

    private class Watching extends WrappingFactory {
        Watching(Factory<?> wrapped) {
            super(wrapped);
        }

        @Override
        protected ConnectionPolicy policyFor(Address peer) {
            return new ConnectionPolicy() {
                @Override
                public void connected(ProtocolWrapper connection) {
                    events.add("policy connected " + protocols().size());
                }

                @Override
                public void received(ByteBuf data) {
                    events.add("policy received " + data.readableBytes());
                }

                @Override
                public void writing(ByteBuf data) {
                    events.add("policy writing " + data.readableBytes());
                }

                @Override
                public void closing() {
                    events.add("policy closing");
                }

                @Override
                public void lost(Failure reason) {
                    events.add("policy lost " + protocols().size());
                }
            };
        }
    }

    private static StringTransport connect(Factory<?> factory) throws Exception {
        return StringTransport.connect(factory.buildProtocol(PEER));
    }

    @Test
    @Spec({"POL-001", "POL-002"})
    void standsBetweenTransportAndProtocol() throws Exception {
        Recorder inner = new Recorder();
        Watching factory = new Watching(peer -> inner);
        StringTransport tr = connect(factory);
        tr.deliver("hello");
        inner.transport().write("abc");
        inner.transport().write(new byte[] {'d'});
        inner.transport().writeSequence(List.of("e", Unpooled.copiedBuffer(new byte[] {'f'})));
        assertThatThrownBy(() -> inner.transport().writeSequence(List.of(Unpooled.buffer(), 1, Unpooled.buffer())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(tr.value()).isEqualTo("abcdef");
        assertThat(inner.transport().as(TcpTransport.class)).contains(tr);
        assertThat(inner.transport().getPeer()).isEqualTo(tr.getPeer());
        assertThat(inner.transport().reactor()).isSameAs(tr.reactor());
        inner.transport().loseConnection();
        assertThat(inner.transport().isDisconnecting()).isTrue();
        tr.disconnect(new ConnectionDone());
        assertThat(events)
                .containsExactly(
                        "policy connected 1",
                        "made",
                        "policy received 5",
                        "hello",
                        "policy writing 3",
                        "policy writing 1",
                        "policy writing 1",
                        "policy writing 1",
                        "policy closing",
                        "policy lost 0",
                        "lost");
    }

    @TestFactory
    @Spec("POL-001")
    Stream<DynamicTest> keepsTheTransportContract() {
        List<Check> checks = TransportContract.checks(MemoryReactor::new, (reactor, server, client) -> {
            WrappingFactory servers = new WrappingFactory((Factory<Protocol>) peer -> server);
            WrappingFactory clients = new WrappingFactory((Factory<Protocol>) peer -> client);
            ListeningPort port = reactor.listenTCP(0, servers);
            reactor.connectTCP("127.0.0.1", port.getHost().port(), clients);
        });
        return checks.stream().map(each -> DynamicTest.dynamicTest(each.name(), each.body()::run));
    }

    @Test
    @Spec({"POL-003", "POL-004"})
    void passesOnWhatAFactoryHears() throws Exception {
        class Noting implements ClientFactory<Protocol> {
            @Override
            public @Nullable Protocol buildProtocol(Address peer) {
                return null;
            }

            @Override
            public void startFactory() {
                events.add("start");
            }

            @Override
            public void stopFactory() {
                events.add("stop");
            }

            @Override
            public void startedConnecting(Connector connector) {
                events.add("connecting");
            }

            @Override
            public void clientConnectionFailed(Connector connector, Failure reason) {
                events.add("failed");
            }
        }
        Noting noting = new Noting();
        WrappingFactory factory = new WrappingFactory(noting);
        assertThat(factory.buildProtocol(PEER)).isNull();
        assertThat(factory.wrapped()).isSameAs(noting);
        MemoryReactor reactor = new MemoryReactor();
        reactor.connectTCP("127.0.0.1", 1, factory);
        reactor.iterate(Duration.ZERO);
        assertThat(events).containsExactly("start", "connecting", "failed", "stop");
    }

    @Test
    void refusesAProtocolWhoseBytesItWouldNotSee() {
        class Http extends MessageProtocol<HttpObject> {
            Http() {
                super(HttpObject.class);
            }

            @Override
            protected void messageReceived(HttpObject message) {}
        }
        WrappingFactory factory = new WrappingFactory((Factory<Protocol>) peer -> new Http());
        assertThatThrownBy(() -> factory.buildProtocol(PEER)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void switchesTheProtocolInside() throws Exception {
        Recorder next = new Recorder();
        StringTransport tr = connect(new WrappingFactory((Factory<Protocol>) peer -> new LineReceiver() {
            @Override
            protected void lineReceived(String line) {
                transport().switchProtocol(next);
            }
        }));
        tr.deliver("upgrade\r\nrest");
        tr.deliver("more");
        assertThat(events).containsExactly("made", "rest", "more");
        assertThat(((ProtocolWrapper) tr.protocol()).wrapped()).isSameAs(next);
    }

    @Test
    @Spec("POL-010")
    void closesASilentConnection() throws Exception {
        Recorder inner = new Recorder();
        StringTransport tr = connect(new TimeoutFactory(peer -> inner, Duration.ofSeconds(10)));
        tr.clock().advance(Duration.ofSeconds(9));
        tr.deliver("x");
        tr.clock().advance(Duration.ofSeconds(9));
        inner.transport().write("y");
        tr.clock().advance(Duration.ofSeconds(9));
        assertThat(tr.isDisconnecting()).isFalse();
        tr.clock().advance(Duration.ofSeconds(1));
        assertThat(tr.isDisconnecting()).isTrue();

        StringTransport other = connect(new TimeoutFactory(peer -> new Recorder(), Duration.ofSeconds(10)));
        other.disconnect(new ConnectionDone());
        assertThat(other.clock().getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec("POL-014")
    void logsTheTrafficOfEachConnectionToAFile(@TempDir Path directory) throws Exception {
        Recorder inner = new Recorder();
        TrafficLoggingFactory factory =
                new TrafficLoggingFactory((Factory<Protocol>) peer -> inner, directory.resolve("log"), 4);
        StringTransport tr = connect(factory);
        tr.deliver("abc");
        tr.deliver("abcdefg");
        inner.transport().write("xy");
        inner.transport().writeSequence(List.of("1", "2"));
        inner.transport().loseConnection();
        tr.disconnect(new ConnectionDone());
        assertThat(Files.readAllLines(directory.resolve("log-1")))
                .containsExactly(
                        "*",
                        "C 3: abc",
                        "C 7: abcd<... 3 bytes elided>",
                        "S 2: xy",
                        "SV 2: [1, 2]",
                        "S close",
                        "lost: Connection was closed cleanly.");
        factory.resetCounter();
        assertThat(factory.buildProtocol(PEER)).isNotNull();
        assertThat(directory.resolve("log-2")).doesNotExist();
    }

    @Test
    @Spec("POL-015")
    void spewsWithoutTouchingWhatGoesThrough() throws Exception {
        Recorder inner = new Recorder();
        StringTransport tr = connect(new SpewingFactory((Factory<Protocol>) peer -> inner));
        tr.deliver("abc");
        inner.transport().write("xy");
        assertThat(events).containsExactly("made", "abc");
        assertThat(tr.value()).isEqualTo("xy");
    }

    @Test
    @Spec("POL-008")
    void limitsHowManyConnectionsThereAre() throws Exception {
        LimitTotalConnectionsFactory factory = new LimitTotalConnectionsFactory(peer -> new Recorder(), 1);
        StringTransport first = connect(factory);
        assertThat(factory.buildProtocol(PEER)).isNull();
        first.disconnect(new ConnectionDone());
        assertThat(factory.connectionCount()).isZero();
        connect(factory);

        Recorder sorry = new Recorder();
        LimitTotalConnectionsFactory answering = factory.withOverflow(peer -> sorry);
        connect(answering);
        StringTransport over = connect(answering);
        assertThat(over.protocol()).isSameAs(sorry);
        assertThat(answering.connectionCount()).isEqualTo(2);
        over.disconnect(new ConnectionDone());
        assertThat(answering.connectionCount()).isEqualTo(1);
    }

    @Test
    @Spec("POL-009")
    void limitsHowManyConnectionsComeFromOneHost() throws Exception {
        LimitConnectionsByPeer factory = new LimitConnectionsByPeer(peer -> new Recorder(), 2);
        StringTransport first = StringTransport.connect(factory.buildProtocol(new TcpAddress("1.1.1.1", 1)));
        assertThat(factory.buildProtocol(new TcpAddress("1.1.1.1", 2))).isNotNull();
        assertThat(factory.buildProtocol(new TcpAddress("1.1.1.1", 3))).isNull();
        assertThat(factory.buildProtocol(new TcpAddress("2.2.2.2", 1))).isNotNull();
        first.disconnect(new ConnectionDone());
        assertThat(factory.buildProtocol(new TcpAddress("1.1.1.1", 4))).isNotNull();
    }

    @Test
    @Spec("TRN-027")
    void letsOnlyAProtocolThatCanGoOnAfterTheEndOfInput() throws Exception {
        class Half extends Recorder implements HalfCloseable {
            @Override
            public void readConnectionLost() {
                events.add("read lost");
            }

            @Override
            public void writeConnectionLost() {}
        }
        for (Recorder inner : List.of(new Half(), new Recorder())) {
            Wire wire = Wire.connect(
                    new WrappingFactory((Factory<Protocol>) peer -> inner).buildProtocol(PEER), new BaseProtocol() {});
            wire.client().as(TcpTransport.class).orElseThrow().loseWriteConnection();
            wire.flush();
        }
        assertThat(events).containsExactly("made", "read lost", "made", "lost");
    }
}
