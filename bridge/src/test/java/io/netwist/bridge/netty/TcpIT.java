/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static io.netwist.bridge.netty.Loopback.connect;
import static io.netwist.bridge.netty.Loopback.end;
import static io.netwist.bridge.netty.Loopback.reactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.netty.Loopback.Echo;
import io.netwist.bridge.netty.Loopback.Pair;
import io.netwist.bridge.netty.Loopback.Recorder;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a TCP connection and the reasons for its end, on every transport that this machine has. */
class TcpIT {

    private static final String TRANSPORTS = "io.netwist.bridge.netty.Loopback#transports";
    private static final String RESETTING = "io.netwist.bridge.netty.Loopback#resettingTransports";

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TRN-001", "TRN-003", "TRN-005", "TRN-012", "FAC-001", "FAC-004"})
    void echoesAndEndsInOrder(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Echo, Recorder> pair = connect(reactor, new Echo(), new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) throws Exception {
                    super.dataReceived(data);
                    transport().loseConnection();
                }
            });
            pair.client().transport().write("hello");

            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
            assertThat(pair.client().received).hasToString("hello");
            assertThat(pair.client().events).containsExactly("made", "lost ConnectionDone");
            assertThat(pair.server().transport().getPeer())
                    .isEqualTo(pair.client().transport().getHost());
            assertThat(pair.client().transport().isConnected()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TRN-005", "TRN-013", "TRN-014", "TRN-015", "TRN-017", "TRN-020", "TRN-021"})
    void sendsEverythingWrittenBeforeLoseConnectionAndNothingAfter(NettyTransport transport) throws Exception {
        int size = 20_000_000;
        try (NettyReactor reactor = reactor(transport)) {
            int[] count = {0};
            Pair<Recorder, Recorder> pair = connect(reactor, new Recorder(), new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) {
                    count[0] += data.readableBytes();
                }
            });
            pair.server().transport().write(new byte[size]);
            pair.server().transport().writeSequence(List.of("a", new byte[] {1}, Unpooled.copiedBuffer(new byte[2])));
            pair.server().transport().write("");
            pair.server().transport().loseConnection();
            pair.server().transport().loseConnection();
            pair.server().transport().write("dropped");
            assertThat(pair.server().transport().isDisconnecting()).isTrue();
            assertThat(pair.server().events).containsExactly("made");

            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
            assertThat(count[0]).isEqualTo(size + 4);
            pair.server().transport().write("after the end");
        }
    }

    @ParameterizedTest
    @MethodSource(RESETTING)
    @Spec({"TRN-002", "TRN-006", "TRN-018", "TRN-023"})
    void abortsWithAReset(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Recorder> pair = connect(reactor, new Recorder(), new Recorder());
            pair.server().transport().write(new byte[5_000_000]);
            pair.server().transport().abortConnection();
            pair.server().transport().abortConnection();
            pair.server().transport().loseConnection();
            pair.server().transport().write("never sent");
            assertThat(pair.server().events).containsExactly("made");

            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionAborted.class);
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionLost.class);
        }
    }

    @ParameterizedTest
    @MethodSource(RESETTING)
    @Spec("TRN-023")
    void abortsWhileAnOrderlyEndIsStuck(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Recorder> pair = connect(reactor, new Recorder(), new Recorder());
            pair.client().transport().pauseProducing();
            pair.server().transport().write(new byte[30_000_000]);
            pair.server().transport().loseConnection();
            reactor.iterate(Duration.ZERO);
            assertThat(pair.server().events).containsExactly("made");
            pair.server().transport().abortConnection();

            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionAborted.class);
            pair.client().transport().resumeProducing();
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionLost.class);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TRN-007")
    void endsTheConnectionWithWhatDataReceivedThrew(NettyTransport transport) throws Exception {
        IllegalStateException thrown = new IllegalStateException("thrown by the test's protocol");
        try (NettyReactor reactor = reactor(transport);
                LogCapture log = LogCapture.of("io.netwist.bridge")) {
            Pair<Recorder, Recorder> pair = connect(
                    reactor,
                    new Recorder() {
                        @Override
                        public void dataReceived(ByteBuf data) {
                            transport().write("last words");
                            throw thrown;
                        }
                    },
                    new Recorder());
            pair.client().transport().write("x");

            assertThat(reactor.runUntil(pair.server().gone, LIMIT).value()).isSameAs(thrown);
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(pair.client().received).hasToString("last words");
            assertThat(log.errors()).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage())
                        .contains(pair.server().getClass().getName());
                assertThat(LogCapture.thrown(event)).isSameAs(thrown);
            });
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void refusesAProtocolThatHasAConnectionAlready(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport);
                LogCapture log = LogCapture.of("io.netwist.bridge")) {
            Pair<Echo, Recorder> pair = connect(reactor, new Echo(), new Recorder());
            Recorder second = new Recorder();
            reactor.connectTCP("127.0.0.1", pair.port().getHost().port(), peer -> second);
            assertThat(end(reactor, second)).isEqualTo(ConnectionDone.class);
            assertThat(LogCapture.thrown(log.errors().get(0)))
                    .hasMessageContaining(Echo.class.getName())
                    .hasMessageContaining("a factory must make a new protocol for each connection");
            assertThat(pair.server().events).containsExactly("made");
            pair.client().transport().loseConnection();
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TRN-008")
    void endsTheConnectionWithWhatConnectionMadeThrew(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport);
                LogCapture log = LogCapture.of("io.netwist.bridge")) {
            Recorder server = new Recorder() {
                @Override
                public void connectionMade() throws Exception {
                    super.connectionMade();
                    throw new IllegalStateException("made");
                }
            };
            Pair<Recorder, Recorder> pair = connect(reactor, server, new Recorder());
            assertThat(end(reactor, server)).isEqualTo(IllegalStateException.class);
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(log.errors()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TRN-025", "TRN-026", "TRN-027", "TRN-028"})
    void closesOneDirectionAfterTheOther(NettyTransport transport) throws Exception {
        class Half extends Recorder implements HalfCloseable {
            final Deferred<String> readLost = new Deferred<>();

            @Override
            public void readConnectionLost() {
                events.add("read lost");
                readLost.callback("read lost");
            }

            @Override
            public void writeConnectionLost() {
                events.add("write lost");
            }
        }
        try (NettyReactor reactor = reactor(transport)) {
            Half half = new Half();
            Pair<Half, Half> pair = connect(reactor, half, new Half());
            pair.client().transport().write("request");
            TcpTransport tcp = pair.client().transport().as(TcpTransport.class).orElseThrow();
            tcp.loseWriteConnection();
            tcp.loseWriteConnection();
            reactor.runUntil(half.readLost, LIMIT);
            assertThat(half.received).hasToString("request");
            pair.client().transport().write("dropped");

            half.transport().write("reply");
            half.transport().loseConnection();
            assertThat(end(reactor, half)).isEqualTo(ConnectionDone.class);
            reactor.runUntil(pair.client().readLost, LIMIT);
            assertThat(pair.client().received).hasToString("reply");
            assertThat(pair.client().events).containsExactly("made", "write lost", "read lost");
            pair.client().transport().loseConnection();
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(half.events).containsExactly("made", "read lost", "lost ConnectionDone");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TRN-028")
    void endsAtThePeersEndOfStreamAfterItsOwn(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Recorder> pair = connect(reactor, new Recorder(), new Recorder());
            pair.client().transport().as(TcpTransport.class).orElseThrow().loseWriteConnection();
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TRN-031", "TRN-032"})
    void holdsDataAndTheEndWhilePaused(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Recorder> pair = connect(reactor, new Recorder(), new Recorder() {
                @Override
                public void connectionMade() throws Exception {
                    transport().pauseProducing();
                    super.connectionMade();
                }
            });
            pair.server().transport().write("first ");
            pair.server().transport().write("second");
            pair.server().transport().loseConnection();
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
            for (int turn = 0; turn < 20; turn++) {
                reactor.iterate(Duration.ZERO);
            }
            assertThat(pair.client().received).isEmpty();
            assertThat(pair.client().events).containsExactly("made");

            pair.client().transport().resumeProducing();
            assertThat(pair.client().received).isEmpty();
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(pair.client().received).hasToString("first second");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TRN-033")
    void deliversNothingAfterLoseConnection(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Recorder> pair = connect(reactor, new Recorder(), new Recorder());
            pair.client().transport().loseConnection();
            pair.client().transport().resumeProducing();
            pair.server().transport().write("too late");
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(pair.client().received).isEmpty();
            reactor.runUntil(pair.server().gone, LIMIT);
        }
    }

    /** A plain close would reset the connection and destroy the reply: the peer is still sending. */
    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void lingersSoThatATalkingPeerGetsTheReply(NettyTransport transport) throws Exception {
        int reply = 2_000_000;
        try (NettyReactor reactor = reactor(transport)) {
            int[] count = {0};
            Pair<Recorder, Recorder> pair = connect(
                    reactor,
                    new Recorder() {
                        @Override
                        public void dataReceived(ByteBuf data) {
                            transport().write(new byte[reply]);
                            transport().loseConnection(Duration.ofSeconds(10));
                        }
                    },
                    new Recorder() {
                        @Override
                        public void dataReceived(ByteBuf data) {
                            count[0] += data.readableBytes();
                        }
                    });
            pair.client().transport().write(new byte[3_000_000]);
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(count[0]).isEqualTo(reply);
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
            assertThat(reactor.getDelayedCalls()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TRN-036")
    void setsSocketOptions(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Recorder> pair = connect(reactor, new Recorder(), new Recorder());
            for (Recorder each : List.of(pair.server(), pair.client())) {
                TcpTransport tcp = each.transport().as(TcpTransport.class).orElseThrow();
                assertThat(tcp.getTcpNoDelay()).isFalse();
                assertThat(tcp.getTcpKeepAlive()).isFalse();
                tcp.setTcpNoDelay(true);
                tcp.setTcpKeepAlive(true);
                assertThat(tcp.getTcpNoDelay()).isTrue();
                assertThat(tcp.getTcpKeepAlive()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void givesTheNextProtocolWhatTheFirstLeft(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Recorder next = new Recorder();
            Recorder first = new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) {
                    received.append((char) data.readByte());
                    transport().switchProtocol(next);
                }
            };
            Pair<Recorder, Recorder> pair = connect(reactor, first, new Recorder());
            pair.client().transport().write("1234");
            pair.client().transport().loseConnection();
            assertThat(end(reactor, next)).isEqualTo(ConnectionDone.class);
            assertThat(first.received).hasToString("1");
            assertThat(next.received).hasToString("234");
            assertThat(first.events).containsExactly("made");
            Deferred<Failure> known = next.whenConnectionLost();
            Failure reason = reactor.runUntil(known, LIMIT);
            assertThat(reason.is(ConnectionDone.class)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void refusesToWriteTheLentBuffer(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport);
                LogCapture log = LogCapture.of("io.netwist.bridge")) {
            Recorder server = new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) {
                    assertThatThrownBy(() -> transport().write(data)).hasMessageContaining("data.retain()");
                    assertThatThrownBy(() -> transport().write(data.slice())).hasMessageContaining("data.retain()");
                    assertThatThrownBy(() -> transport().write(data.duplicate()))
                            .hasMessageContaining("data.retain()");
                    assertThatThrownBy(() -> transport()
                                    .write(Unpooled.wrappedBuffer(Unpooled.copiedBuffer("x".getBytes(US)), data)))
                            .hasMessageContaining("data.retain()");
                    transport().write(data.retainedSlice());
                    transport().write(data.copy());
                    transport().write(Unpooled.wrappedBuffer(data.retain(), Unpooled.copiedBuffer("!".getBytes(US))));
                    transport().loseConnection();
                }
            };
            Pair<Recorder, Recorder> pair = connect(reactor, server, new Recorder());
            pair.client().transport().write("ab");
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(pair.client().received).hasToString("ababab!");
            assertThat(log.errors()).isEmpty();
        }
    }

    private static final Charset US = StandardCharsets.US_ASCII;
}
