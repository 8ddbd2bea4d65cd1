/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static io.netwist.bridge.netty.Loopback.end;
import static io.netwist.bridge.netty.Loopback.reactor;
import static io.netwist.bridge.netty.TlsLoopback.CLIENT;
import static io.netwist.bridge.netty.TlsLoopback.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.TlsFailedException;
import io.netwist.bridge.netty.Loopback.Pair;
import io.netwist.bridge.netty.Loopback.Recorder;
import io.netwist.bridge.netty.TlsLoopback.Secure;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.bridge.tls.PrivateCertificate;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS in the middle of a connection. */
class StartTlsIT {

    private static final String TRANSPORTS = "io.netwist.bridge.netty.Loopback#transports";
    private static final TlsOptions FOR_LOCALHOST = CLIENT.withHostname("localhost");

    /** Answers STARTTLS with GO and begins TLS; everything else is recorded. Reads no more than the command. */
    private static class Server extends Secure {
        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            if (!tls().isSecure() && data.readableBytes() >= 8) {
                received.append(data.readCharSequence(8, StandardCharsets.US_ASCII))
                        .append(' ');
                transport().write("GO");
                tls().startTLS(SERVER);
                transport().write("welcome");
            } else {
                super.dataReceived(data);
            }
        }
    }

    /** Begins TLS when told GO. */
    private static class Client extends Secure {
        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            if (!tls().isSecure()) {
                assertThat(data.toString(StandardCharsets.US_ASCII)).isEqualTo("GO");
                data.skipBytes(2);
                tls().startTLS(FOR_LOCALHOST);
                transport().write("secret");
            } else {
                super.dataReceived(data);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-018", "TLS-019", "TLS-024"})
    void beginsAfterWhatWasWrittenInClear(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Server server = new Server();
            Client client = new Client();
            Pair<Server, Client> pair = Loopback.connect(reactor, server, client);
            assertThat(client.tls().isSecure()).isFalse();
            assertThat(client.tls().peerCertificates()).isEmpty();
            client.transport().write("STARTTLS");
            reactor.runUntil(client.whenReceived(7), LIMIT);
            reactor.runUntil(server.whenReceived(15), LIMIT);
            assertThat(server.received).hasToString("STARTTLS secret");
            assertThat(client.received).hasToString("welcome");
            assertThat(client.events).containsExactly("made", "secured");
            assertThat(server.events).containsExactly("made", "secured");
            assertThat(client.tls().peerCertificate()).isPresent();
            assertThat(client.tls().serverName()).contains("localhost");
            assertThatThrownBy(() -> client.tls().startTLS(FOR_LOCALHOST))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("speaks TLS already");
            client.transport().loseConnection();
            assertThat(end(reactor, client)).isEqualTo(ConnectionDone.class);
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
            client.transport().write("after the end");
            client.transport().loseConnection();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TLS-018")
    void sendsAllThatWasWrittenBeforeInClear(NettyTransport transport) throws Exception {
        int size = 3_000_000;
        try (NettyReactor reactor = reactor(transport)) {
            Secure server = new Secure() {
                @Override
                public void dataReceived(ByteBuf data) throws Exception {
                    if (!tls().isSecure()) {
                        int clear = Math.min(data.readableBytes(), size - received.length());
                        received.append(data.readCharSequence(clear, StandardCharsets.US_ASCII));
                        if (received.length() == size) {
                            // What follows in this buffer is the client's TLS already.
                            tls().startTLS(SERVER);
                        }
                    } else {
                        super.dataReceived(data);
                    }
                }
            };
            Secure client = new Secure();
            Loopback.connect(reactor, server, client);
            client.transport().write(new byte[size]);
            client.tls().startTLS(FOR_LOCALHOST);
            client.transport().write("secret");
            reactor.runUntil(server.whenReceived(size + 6), LIMIT);
            assertThat(server.received).endsWith("secret");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TLS-018")
    void swapsTheRolesOnRequest(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Secure server = new Secure();
            Secure client = new Secure();
            Loopback.connect(reactor, server, client);
            client.tls().startTLS(SERVER, false);
            server.tls().startTLS(FOR_LOCALHOST, false);
            client.transport().write("from the TLS server");
            reactor.runUntil(server.whenReceived(19), LIMIT);
            assertThat(server.tls().peerCertificates()).hasSize(1);
            assertThat(client.tls().peerCertificates()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-018", "TLS-023"})
    void throwsAtOnceWhenTheOptionsDoNotDo(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Secure server = new Secure();
            Secure client = new Secure();
            Loopback.connect(reactor, server, client);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.tls().startTLS(TlsOptions.defaults()))
                    .withMessageContaining("certificate: none");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.tls().startTLS(CLIENT))
                    .withMessageContaining("hostname: none");
            TlsOptions missing = TlsOptions.forServer(PrivateCertificate.fromPem(Path.of("no", "such.pem")));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.tls().startTLS(missing))
                    .withMessageContaining("such.pem");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reactor.listenSSL(0, peer -> new Secure(), missing, Loopback.LOCAL));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.tls().startTLS(SERVER.withCiphers(List.of("TLS_NULL"))))
                    .withMessageContaining("ciphers: TLS_NULL (expected: one that JDK has");
            client.transport().write("still in clear");
            reactor.runUntil(server.whenReceived(14), LIMIT);
            client.transport().loseConnection();
            end(reactor, client);
            client.tls().startTLS(FOR_LOCALHOST);
            assertThat(client.tls().isSecure()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TLS-019")
    void keepsTheProducer(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Server server = new Server();
            Client client = new Client();
            Loopback.connect(reactor, server, client);
            List<String> calls = new ArrayList<>();
            PushProducer producer = new PushProducer() {
                @Override
                public void pauseProducing() {
                    calls.add("pause");
                }

                @Override
                public void resumeProducing() {
                    calls.add("resume " + client.tls().isHandshakeComplete());
                    client.transport().unregisterProducer();
                    client.transport().loseConnection();
                }

                @Override
                public void stopProducing() {
                    calls.add("stop");
                }
            };
            client.transport().registerProducer(producer);
            client.transport().write("STARTTLS");
            assertThat(end(reactor, client)).isEqualTo(ConnectionDone.class);
            assertThat(calls).containsExactly("pause", "resume true");
            assertThat(server.received).hasToString("STARTTLS secret");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TLS-020")
    void isSeenRawByASideThatDoesNotBeginIt(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            byte[] first = new byte[3];
            Recorder server = new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) {
                    data.readBytes(first);
                    transport().abortConnection();
                }
            };
            Secure client = new Secure();
            Loopback.connect(reactor, server, client);
            client.tls().startTLS(FOR_LOCALHOST);
            end(reactor, server);
            assertThat(first).as("a handshake record").containsExactly(22, 3, 3);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TLS-020")
    void refusesWhatFollowsTheCommandInClear(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport);
                LogCapture log = LogCapture.of("io.netwist.bridge").withDebug()) {
            Server server = new Server();
            Recorder client = new Recorder();
            Loopback.connect(reactor, server, client);
            client.transport().write("STARTTLSRCPT TO:<everybody>");
            assertThat(reactor.runUntil(server.gone, LIMIT).value())
                    .isInstanceOf(TlsFailedException.class)
                    .hasMessageContaining("not an SSL/TLS record: 52435054");
            assertThat(server.received).hasToString("STARTTLS ");
            assertThat(log.messages().stream().filter(each -> each.contains("ends:")))
                    .hasSize(1);
            assertThat(log.errors()).isEmpty();
        }
    }

    /** Parses lines, and hands over what it has not parsed. */
    private static class Lines extends Secure implements Buffering {
        private @Nullable ByteBuf kept;
        final List<String> lines = new ArrayList<>();

        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            ByteBuf all = kept == null ? Unpooled.buffer() : kept;
            all.writeBytes(data);
            kept = all;
            int length = all.bytesBefore((byte) '\n');
            while (kept != null && length >= 0) {
                String line =
                        all.readCharSequence(length, StandardCharsets.US_ASCII).toString();
                all.skipBytes(1);
                lines.add(line);
                if (line.equals("STARTTLS")) {
                    tls().startTLS(SERVER);
                } else if (lines.contains("STARTTLS")) {
                    transport().write("read " + line);
                }
                length = kept == null ? -1 : all.bytesBefore((byte) '\n');
            }
        }

        @Override
        public @Nullable ByteBuf takeRemaining() {
            ByteBuf taken = kept;
            kept = null;
            return taken;
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-018", "TLS-020"})
    void takesWhatAParserHasKeptForThePeersTls(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Lines honest = new Lines();
            Secure client = new Secure();
            Loopback.connect(reactor, honest, client);
            client.transport().write("STARTTLS\n");
            client.tls().startTLS(FOR_LOCALHOST);
            client.transport().write("hello\n");
            reactor.runUntil(client.whenReceived(10), LIMIT);
            assertThat(honest.lines).containsExactly("STARTTLS", "hello");

            Lines attacked = new Lines();
            Recorder attacker = new Recorder();
            Loopback.connect(reactor, attacked, attacker);
            attacker.transport().write("STARTTLS\nevil\n");
            assertThat(end(reactor, attacked)).isEqualTo(TlsFailedException.class);
            assertThat(attacked.lines).containsExactly("STARTTLS");
        }
    }

    /** Receives lines that a handler of Netty's has cut. */
    private static class FramedLines extends MessageProtocol<ByteBuf> {
        final List<String> lines = new ArrayList<>();
        final Recorder end = new Recorder();

        FramedLines() {
            super(ByteBuf.class, new LineBasedFrameDecoder(100));
        }

        @Override
        protected void messageReceived(ByteBuf line) {
            lines.add(line.toString(StandardCharsets.US_ASCII));
            if (lines.size() == 1) {
                transport().as(TlsTransport.class).orElseThrow().startTLS(SERVER);
            } else {
                transport().write("read " + lines.get(1));
            }
        }

        @Override
        public void connectionLost(Failure reason) throws Exception {
            end.connectionLost(reason);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TLS-018", "TLS-020"})
    void refusesWhatADecoderHasKeptInClear(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            FramedLines honest = new FramedLines();
            int port = reactor.listenTCP(0, peer -> honest, Loopback.LOCAL)
                    .getHost()
                    .port();
            Secure client = new Secure();
            reactor.connectTCP("127.0.0.1", port, peer -> client);
            reactor.runUntil(client.made, LIMIT);
            client.transport().write("STARTTLS\n");
            while (honest.lines.isEmpty()) {
                reactor.iterate(LIMIT);
            }
            client.tls().startTLS(FOR_LOCALHOST);
            client.transport().write("hello\n");
            reactor.runUntil(client.whenReceived(10), LIMIT);

            FramedLines attacked = new FramedLines();
            port = reactor.listenTCP(0, peer -> attacked, Loopback.LOCAL)
                    .getHost()
                    .port();
            Recorder attacker = new Recorder();
            reactor.connectTCP("127.0.0.1", port, peer -> attacker);
            reactor.runUntil(attacker.made, LIMIT);
            attacker.transport().write("STARTTLS\nevil\nmore\n");
            assertThat(reactor.runUntil(attacked.end.gone, LIMIT).value())
                    .isInstanceOf(TlsFailedException.class)
                    .hasMessageContaining("in clear after startTLS");
            assertThat(attacked.lines).containsExactly("STARTTLS");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TLS-018")
    void takesWhatWasHeldBackWhilePausedForThePeersTls(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Secure server = new Secure();
            Secure client = new Secure();
            Loopback.connect(reactor, server, client);
            server.transport().pauseProducing();
            client.tls().startTLS(FOR_LOCALHOST);
            client.transport().write("secret");
            for (int i = 0; i < 20; i++) {
                reactor.iterate(Duration.ofMillis(5));
            }
            server.tls().startTLS(SERVER);
            reactor.runUntil(client.secured, LIMIT);
            assertThat(server.received).isEmpty();
            server.transport().resumeProducing();
            reactor.runUntil(server.whenReceived(6), LIMIT);
        }
    }
}
