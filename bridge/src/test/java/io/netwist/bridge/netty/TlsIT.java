/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static io.netwist.bridge.netty.Loopback.end;
import static io.netwist.bridge.netty.Loopback.reactor;
import static io.netwist.bridge.netty.TlsLoopback.CLIENT;
import static io.netwist.bridge.netty.TlsLoopback.SERVER;
import static io.netwist.bridge.netty.TlsLoopback.begin;
import static io.netwist.bridge.netty.TlsLoopback.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Transport;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.error.TlsFailedException;
import io.netwist.bridge.error.VerificationException;
import io.netwist.bridge.netty.Loopback.Pair;
import io.netwist.bridge.netty.Loopback.Recorder;
import io.netwist.bridge.netty.TlsLoopback.Counter;
import io.netwist.bridge.netty.TlsLoopback.Secure;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsVersion;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a TLS connection and the reasons for its end, on every transport that this machine has. */
class TlsIT {

    private static final String TRANSPORTS = "io.netwist.bridge.netty.Loopback#transports";

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-001", "TLS-002", "TLS-003", "TLS-010", "TLS-024"})
    void sendsWhatWasWrittenBeforeTheHandshakeAfterIt(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Secure server = new Secure() {
                @Override
                public void connectionMade() throws Exception {
                    assertThat(tls().isSecure()).isTrue();
                    assertThat(tls().isHandshakeComplete()).isFalse();
                    transport().write("from the server ");
                    transport().write("in two");
                    super.connectionMade();
                }
            };
            Secure client = new Secure() {
                @Override
                public void connectionMade() throws Exception {
                    assertThat(tls().peerCertificates()).isEmpty();
                    assertThat(tls().version()).isEmpty();
                    transport().write("from the client");
                    super.connectionMade();
                }

                @Override
                public void dataReceived(ByteBuf data) throws Exception {
                    super.dataReceived(data);
                    events.add("data");
                    if (received.length() == "from the server in two".length()) {
                        transport().loseConnection();
                    }
                }
            };
            begin(reactor, server, SERVER, client, CLIENT);
            assertThat(end(reactor, client)).isEqualTo(ConnectionDone.class);
            assertThat(end(reactor, server)).isEqualTo(ConnectionDone.class);
            assertThat(client.received).hasToString("from the server in two");
            assertThat(server.received).hasToString("from the client");
            assertThat(client.events).startsWith("made", "secured", "data").endsWith("lost ConnectionDone");
            assertThat(server.events).containsExactly("made", "secured", "lost ConnectionDone");
            assertThat(client.tls().version()).contains(TlsVersion.TLS_1_3);
            assertThat(client.tls().peerCertificate())
                    .contains(SERVER.certificate().load().chain().get(0));
            assertThat(client.tls().hostCertificates()).isEmpty();
            assertThat(server.tls().peerCertificates()).isEmpty();
            assertThat(server.tls().hostCertificates()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-008", "TLS-009", "TLS-013", "TLS-014", "TRN-015", "TRN-016"})
    void sendsEverythingAndReceivesUntilThePeerCloses(NettyTransport transport) throws Exception {
        int size = 5_000_000;
        for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
            try (NettyReactor reactor = reactor(transport)) {
                Pair<Counter, Counter> pair =
                        connect(reactor, new Counter(), SERVER.withVersions(version, version), new Counter(), CLIENT);
                pair.server().transport().write(new byte[size]);
                pair.client().transport().write(new byte[size]);
                pair.client().transport().writeSequence(List.of("abc", new byte[4]));
                pair.client().transport().loseConnection();
                pair.client().transport().loseConnection();
                pair.client().transport().write("dropped");
                assertThat(pair.client().transport().isDisconnecting()).isTrue();
                assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
                assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
                assertThat(pair.server().count).isEqualTo(size + 7);
                assertThat(pair.client().count).as(version.protocol()).isEqualTo(size);
                pair.client().transport().loseConnection();
                pair.client().transport().write("after the end");
                assertThat(reactor.runUntil(pair.client().whenConnectionLost(), LIMIT)
                                .value())
                        .isInstanceOf(ConnectionDone.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-011", "TLS-012"})
    void abortsWhenNothingWasWrittenBeforeTheHandshake(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Secure client = new Secure() {
                @Override
                public void connectionMade() throws Exception {
                    super.connectionMade();
                    transport().loseConnection();
                }
            };
            Pair<Secure, Secure> pair = begin(reactor, new Secure(), SERVER, client, CLIENT);
            assertThat(end(reactor, client)).isEqualTo(ConnectionAborted.class);
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionLost.class);
            assertThat(client.events).containsExactly("made", "lost ConnectionAborted");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-011", "TLS-015"})
    void completesTheHandshakeForWhatWasWrittenBeforeItAndThenCloses(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Secure client = new Secure() {
                @Override
                public void connectionMade() throws Exception {
                    super.connectionMade();
                    transport().write("last words");
                    transport().loseConnection();
                }
            };
            Pair<Secure, Secure> pair = begin(reactor, new Secure(), SERVER, client, CLIENT);
            assertThat(end(reactor, client)).isEqualTo(ConnectionDone.class);
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
            assertThat(pair.server().received).hasToString("last words");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-003", "TLS-012"})
    void sendsNothingOfWhatWasWrittenWhenTheHandshakeListenerAborts(NettyTransport transport) throws Exception {
        for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
            try (NettyReactor reactor = reactor(transport)) {
                Secure client = new Secure() {
                    @Override
                    public void connectionMade() throws Exception {
                        super.connectionMade();
                        transport().write("never sent");
                    }

                    @Override
                    public void handshakeCompleted() throws Exception {
                        super.handshakeCompleted();
                        transport().abortConnection();
                    }
                };
                Pair<Secure, Secure> pair =
                        begin(reactor, new Secure(), SERVER.withVersions(version, version), client, CLIENT);
                assertThat(end(reactor, client)).isEqualTo(ConnectionAborted.class);
                assertThat(end(reactor, pair.server())).isEqualTo(ConnectionLost.class);
                assertThat(pair.server().received).isEmpty();
                assertThat(client.events).containsExactly("made", "secured", "lost ConnectionAborted");
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-012", "TLS-016"})
    void deliversSeveralRecordsOfOneReadAndNothingAfterAnAbort(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            List<String> pieces = new ArrayList<>();
            Secure server = new Secure() {
                @Override
                public void dataReceived(ByteBuf data) throws Exception {
                    pieces.add(data.toString(StandardCharsets.UTF_8));
                    if (pieces.size() == 2) {
                        transport().abortConnection();
                    }
                }
            };
            Pair<Secure, Secure> pair = connect(reactor, server, new Secure());
            ChannelPipeline pipeline = pair.client()
                    .transport()
                    .as(ChannelTransport.class)
                    .orElseThrow()
                    .pipeline();
            for (String each : List.of("one", "two", "three")) {
                // A flush of its own makes a record of each.
                pair.client().transport().write(each);
                pipeline.lastContext().flush();
            }
            assertThat(end(reactor, server)).isEqualTo(ConnectionAborted.class);
            assertThat(pieces).containsExactly("one", "two");
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionLost.class);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-004", "TLS-007", "TLS-029"})
    void endsWithTheReasonWhenTheServerIsNotTrusted(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport);
                LogCapture log = LogCapture.of("io.netwist.bridge").withDebug()) {
            Secure client = new Secure() {
                @Override
                public void connectionMade() throws Exception {
                    super.connectionMade();
                    transport().write("secret");
                }
            };
            TlsOptions stranger =
                    TlsOptions.defaults().withTrustRoots(TestAuthority.create().roots());
            Pair<Secure, Secure> pair = begin(reactor, new Secure(), SERVER, client, stranger);
            Throwable reason = reactor.runUntil(client.gone, LIMIT).value();
            assertThat(reason).isExactlyInstanceOf(TlsFailedException.class).hasMessageContaining("PKIX");
            assertThat(reactor.runUntil(pair.server().gone, LIMIT).value())
                    .as("was told why by an alert")
                    .isExactlyInstanceOf(TlsFailedException.class)
                    .hasMessageContaining("certificate_unknown");
            assertThat(pair.server().received).isEmpty();
            assertThat(client.events).doesNotContain("secured");
            assertThat(log.messages().stream().filter(each -> each.contains("ends:")))
                    .as("one line for each side")
                    .hasSize(2);
            assertThat(log.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-028", "TLS-029"})
    void endsWithVerificationExceptionWhenTheServerIsAnother(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Secure client = new Secure();
            Pair<Secure, Secure> pair =
                    begin(reactor, new Secure(), SERVER, client, CLIENT.withHostname("bank.example"));
            pair.server().transport().write("false promises");
            client.transport().write("secret");
            assertThat(reactor.runUntil(client.gone, LIMIT).value())
                    .isInstanceOf(VerificationException.class)
                    .hasMessageContaining("bank.example");
            assertThat(end(reactor, pair.server())).isEqualTo(TlsFailedException.class);
            assertThat(pair.server().received).isEmpty();
            assertThat(client.received).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-005", "TLS-006"})
    void isLostWhenThePeerEndsWithoutAClosingAlert(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Secure, Secure> pair = connect(reactor, new Secure(), new Secure());
            pair.client().transport().write("cut off");
            reactor.runUntil(pair.server().whenReceived(7), LIMIT);
            ((DuplexChannel) pair.client()
                            .transport()
                            .as(ChannelTransport.class)
                            .orElseThrow()
                            .channel())
                    .shutdownOutput();
            Throwable reason = reactor.runUntil(pair.server().gone, LIMIT).value();
            assertThat(reason).isInstanceOf(ConnectionLost.class).hasMessageContaining("closing alert");
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionLost.class);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TLS-005")
    void endsWithAnErrorOfTlsAfterTheHandshake(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport);
                LogCapture log = LogCapture.of("io.netwist.bridge").withDebug()) {
            Pair<Secure, Secure> pair = connect(reactor, new Secure(), new Secure());
            ChannelTransport below =
                    pair.client().transport().as(ChannelTransport.class).orElseThrow();
            byte[] forged = new byte[30];
            System.arraycopy(new byte[] {23, 3, 3, 0, 25}, 0, forged, 0, 5);
            below.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(forged));
            assertThat(end(reactor, pair.server())).isEqualTo(TlsFailedException.class);
            assertThat(end(reactor, pair.client())).isEqualTo(TlsFailedException.class);
            assertThat(log.errors()).isEmpty();
            assertThat(log.messages().stream().filter(each -> each.contains("ends:")))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void refusesGarbageWithOneLineAndGoesOn(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport);
                LogCapture log = LogCapture.of("io.netwist.bridge").withDebug()) {
            Secure server = new Secure();
            ListeningPort port = reactor.listenSSL(0, peer -> server, SERVER, Loopback.LOCAL);
            Recorder client = new Recorder() {
                @Override
                public void connectionMade() throws Exception {
                    super.connectionMade();
                    transport().write("GET / HTTP/1.1\r\n\r\n" + "x".repeat(100_000));
                }
            };
            reactor.connectTCP("127.0.0.1", port.getHost().port(), peer -> client);
            assertThat(reactor.runUntil(server.gone, LIMIT).value())
                    .isInstanceOf(TlsFailedException.class)
                    .hasMessageContaining("not an SSL/TLS record")
                    .hasMessageMatching("(?s).{0,400}");
            reactor.runUntil(client.gone, LIMIT);
            assertThat(log.messages().stream().filter(each -> each.contains("ends:")))
                    .hasSize(1);
            assertThat(log.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void dropsAPeerThatStallsInTheHandshake(NettyTransport transport) throws Exception {
        for (TlsOptions tls : List.of(SERVER, SERVER.withServerName("other.example", SERVER))) {
            try (NettyReactor reactor = reactor(transport)) {
                Secure server = new Secure();
                ListeningPort port = reactor.listenSSL(
                        0, peer -> server, tls.withHandshakeTimeout(Duration.ofMillis(50)), Loopback.LOCAL);
                Recorder client = new Recorder();
                reactor.connectTCP("127.0.0.1", port.getHost().port(), peer -> client);
                assertThat(reactor.runUntil(server.gone, LIMIT).value())
                        .isInstanceOf(TlsFailedException.class)
                        .hasMessageContaining("timed out after 50ms");
                reactor.runUntil(client.gone, LIMIT);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-002", "TLS-017"})
    void pausesAProducerDuringTheHandshake(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            List<String> calls = new ArrayList<>();
            Secure client = new Secure() {
                @Override
                public void connectionMade() throws Exception {
                    transport().registerProducer(new PushProducer() {
                        @Override
                        public void pauseProducing() {
                            calls.add("pause " + tls().isHandshakeComplete());
                        }

                        @Override
                        public void resumeProducing() {
                            calls.add("resume " + tls().isHandshakeComplete());
                            transport().unregisterProducer();
                            transport().loseConnection();
                        }

                        @Override
                        public void stopProducing() {
                            calls.add("stop");
                        }
                    });
                    transport().write("a");
                    transport().write("b");
                    super.connectionMade();
                }
            };
            Pair<Secure, Secure> pair = begin(reactor, new Secure(), SERVER, client, CLIENT);
            assertThat(end(reactor, client)).isEqualTo(ConnectionDone.class);
            assertThat(calls).containsExactly("pause false", "resume true");
            assertThat(pair.server().received).hasToString("ab");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TLS-013")
    void sendsWhatAProducerWritesAfterLoseConnectionUntilItIsUnregistered(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Secure, Secure> pair = connect(reactor, new Secure(), new Secure());
            Transport out = pair.client().transport();
            out.registerProducer(new PushProducer() {
                @Override
                public void pauseProducing() {}

                @Override
                public void resumeProducing() {}

                @Override
                public void stopProducing() {}
            });
            out.loseConnection();
            out.write("still sent");
            reactor.runUntil(pair.server().whenReceived(10), LIMIT);
            assertThat(pair.server().events).doesNotContain("lost ConnectionDone");
            out.unregisterProducer();
            out.write("dropped");
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
            assertThat(pair.server().received).hasToString("still sent");
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TLS-010")
    void isCleanWhenBothSidesCloseAtOnce(NettyTransport transport) throws Exception {
        for (TlsVersion version : List.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3)) {
            try (NettyReactor reactor = reactor(transport)) {
                Pair<Secure, Secure> pair =
                        connect(reactor, new Secure(), SERVER.withVersions(version, version), new Secure(), CLIENT);
                pair.client().transport().loseConnection();
                pair.server().transport().loseConnection();
                assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
                assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-014", "TLS-015"})
    void gathersSmallWritesIntoFewRecords(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Secure, Secure> pair = connect(reactor, new Secure(), new Secure());
            int[] records = {0};
            int[] largest = {0};
            ChannelTransport below =
                    pair.client().transport().as(ChannelTransport.class).orElseThrow();
            below.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                @Override
                public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                    ByteBuf bytes = (ByteBuf) message;
                    for (int at = bytes.readerIndex(); at < bytes.writerIndex(); ) {
                        int length = bytes.getUnsignedShort(at + 3);
                        if (bytes.getByte(at) == 23) {
                            records[0]++;
                            largest[0] = Math.max(largest[0], length);
                        }
                        at += 5 + length;
                    }
                    ctx.write(message, promise);
                }
            });
            for (int i = 0; i < 1000; i++) {
                pair.client().transport().write("0123456789");
            }
            reactor.runUntil(pair.server().whenReceived(10_000), LIMIT);
            assertThat(records[0]).isEqualTo(1);
            pair.client().transport().write(new byte[1_000_000]);
            reactor.runUntil(pair.server().whenReceived(1_010_000), LIMIT);
            assertThat(largest[0]).isBetween(16_000, 16_640);
            assertThat(records[0]).isLessThan(70);
            records[0] = 0;
            pair.client().transport().registerProducer(pair.server().transport());
            pair.client().transport().write("to know when it is sent costs no record");
            reactor.runUntil(pair.server().whenReceived(1_010_039), LIMIT);
            assertThat(records[0]).isEqualTo(1);
            assertThat(pair.server().received).startsWith("0123456789".repeat(1000));
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-002", "TRN-031"})
    void completesTheHandshakeWhilePaused(NettyTransport transport) throws Exception {
        for (TlsOptions tls : List.of(SERVER, SERVER.withServerName("other.example", SERVER))) {
            try (NettyReactor reactor = reactor(transport)) {
                Secure server = new Secure() {
                    @Override
                    public void connectionMade() throws Exception {
                        transport().pauseProducing();
                        super.connectionMade();
                    }
                };
                Secure client = new Secure() {
                    @Override
                    public void connectionMade() throws Exception {
                        transport().pauseProducing();
                        transport().write("held back");
                        super.connectionMade();
                    }
                };
                connect(reactor, server, tls, client, CLIENT);
                server.transport().write("this, too");
                for (int i = 0; i < 10; i++) {
                    reactor.iterate(Duration.ofMillis(5));
                }
                assertThat(server.received).isEmpty();
                assertThat(client.received).isEmpty();
                server.transport().resumeProducing();
                client.transport().resumeProducing();
                reactor.runUntil(server.whenReceived(9), LIMIT);
                reactor.runUntil(client.whenReceived(9), LIMIT);
            }
        }
    }
}
