/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.endpoint.ClientEndpoint;
import io.netwist.bridge.endpoint.Endpoints;
import io.netwist.bridge.error.TlsFailedException;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.PeerVerification;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.remote.TwistedPeer;
import io.netwist.protocols.remote.amp.Commands.Boom;
import io.netwist.protocols.remote.amp.Commands.Bye;
import io.netwist.protocols.remote.amp.Commands.Divide;
import io.netwist.protocols.remote.amp.Commands.Fatal;
import io.netwist.protocols.remote.amp.Commands.Missing;
import io.netwist.protocols.remote.amp.Commands.Note;
import io.netwist.protocols.remote.amp.Commands.Row;
import io.netwist.protocols.remote.amp.Commands.Sum;
import io.netwist.protocols.remote.amp.Commands.Switch;
import io.netwist.protocols.remote.amp.Commands.Types;
import java.io.BufferedReader;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against Twisted, which is a package of the system ({@code python3-twisted}); without it these tests are skipped. */
class AmpInteropIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final NettyReactor reactor = NettyReactor.create();
    private final TwistedPeer python = new TwistedPeer("/amp_peer.py");

    @BeforeEach
    void twistedIsThere() throws Exception {
        TwistedPeer.assumeInstalled("twisted");
    }

    @AfterEach
    void close() throws Exception {
        reactor.close();
        python.close();
    }

    private Amp connect(String port) throws Exception {
        ClientEndpoint endpoint = Endpoints.clientFromString(reactor, "tcp:127.0.0.1:" + port);
        return reactor.runUntil(Endpoints.connectProtocol(endpoint, new Amp()), LIMIT);
    }

    /** Says it in capital letters. */
    private static final class Upper extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(data.toString(StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT));
        }
    }

    private static final class Heard extends BaseProtocol {
        final Deferred<String> heard = new Deferred<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public void connectionMade() {
            transport().write("shout");
        }

        @Override
        public void dataReceived(ByteBuf data) {
            text.append(data.toString(StandardCharsets.US_ASCII));
            if (text.length() == 5) {
                heard.callback(text.toString());
            }
        }
    }

    @Spec({"AMP-070", "AMP-072"})
    @Test
    void callsAServerOfTwisted() throws Exception {
        String port = python.start("server").readLine();
        Amp amp = connect(port);
        assertThat(reactor.runUntil(amp.callRemote(new Sum(13, 81)), LIMIT).total())
                .isEqualTo(94);
        assertThat(reactor.runUntil(amp.callRemote(new Divide(1, 4)), LIMIT).result())
                .isEqualTo(0.25);
        assertThatThrownBy(() -> reactor.runUntil(amp.callRemote(new Divide(1, 0)), LIMIT))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("division by zero");
        assertThat(reactor.runUntil(amp.callRemote(new Note("hi")), LIMIT)).isNull();
        assertThat(reactor.runUntil(amp.callRemote(types()), LIMIT).ok()).isTrue();
        assertThatThrownBy(() -> reactor.runUntil(amp.callRemote(new Missing()), LIMIT))
                .isInstanceOf(UnhandledCommandException.class);
        List<Deferred<Sum.Result>> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(amp.callRemote(new Sum(i, i)));
        }
        assertThat(reactor.runUntil(Deferreds.gather(many), LIMIT).get(999).total())
                .isEqualTo(1998);
        assertThat(reactor.runUntil(amp.callRemote(new Note("x".repeat(65_535))), LIMIT))
                .isNull();
        assertThatThrownBy(() -> reactor.runUntil(amp.callRemoteSwitch(new Switch("bad"), peer -> new Heard()), LIMIT))
                .isInstanceOf(NoSuchElementException.class);
        Heard heard = reactor.runUntil(amp.callRemoteSwitch(new Switch("good"), peer -> new Heard()), LIMIT);
        assertThat(reactor.runUntil(heard.heard, LIMIT)).isEqualTo("SHOUT");
        heard.transport().loseConnection();
        assertThatThrownBy(() -> reactor.runUntil(connect(port).callRemote(new Fatal()), LIMIT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bye now");
        assertThatThrownBy(() -> reactor.runUntil(connect(port).callRemote(new Boom()), LIMIT))
                .isInstanceOf(UnknownRemoteException.class);
        assertThat(reactor.runUntil(connect(port).callRemote(new Bye()), LIMIT).goodbye())
                .isEqualTo("everyone");
    }

    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private static TlsOptions serverTls() {
        return TlsOptions.forServer(AUTHORITY.issue("localhost", "127.0.0.1"));
    }

    private static TlsOptions clientTls() {
        return TlsOptions.forClient("localhost").withTrustRoots(AUTHORITY.roots());
    }

    /** Twisted makes a certificate up for who asks, so it is not verified here. */
    @Spec({"AMP-065", "AMP-066", "AMP-069", "AMP-071"})
    @Test
    void goesOnInTlsWithAServerOfTwisted() throws Exception {
        TwistedPeer.assumeInstalled("OpenSSL, service_identity");
        Amp amp = connect(python.start("server").readLine());
        Deferred<Void> secured =
                amp.startTLS(TlsOptions.defaults().withoutHostname().withVerification(PeerVerification.NONE));
        Deferred<Sum.Result> held = amp.callRemote(new Sum(1, 2));
        reactor.runUntil(secured, LIMIT);
        assertThat(reactor.runUntil(held, LIMIT).total()).isEqualTo(3);
        TlsTransport tls = amp.transport().as(TlsTransport.class).orElseThrow();
        assertThat(tls.isHandshakeComplete()).isTrue();
        assertThat(tls.peerCertificate()).isPresent();
        assertThatThrownBy(() -> reactor.runUntil(amp.startTLS(clientTls()), LIMIT))
                .isInstanceOf(OnlyOneTlsException.class);
    }

    @Spec({"AMP-065", "AMP-071"})
    @Test
    void goesOnInTlsWithAClientOfTwisted() throws Exception {
        TwistedPeer.assumeInstalled("OpenSSL, service_identity");
        Responders responders = Commands.responders();
        String port = Integer.toString(reactor.listenTCP(
                        0,
                        Factory.forProtocol(() -> new Amp(responders).offerTLS(serverTls())),
                        ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port());
        assertThat(said(python.start("tls", port))).containsExactly("clear", "held", "encrypted", "certificate");
    }

    private List<String> said(BufferedReader output) throws Exception {
        return reactor.runUntil(reactor.deferToThread(() -> output.lines().toList()), LIMIT);
    }

    private Amp[] pair(Amp server) throws Exception {
        int port = reactor.listenTCP(0, peer -> server, ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port();
        return new Amp[] {server, connect(Integer.toString(port))};
    }

    @Spec({"AMP-065", "AMP-066", "AMP-068"})
    @Test
    void eitherSideMayAskForTls() throws Exception {
        Amp[] amps = pair(new Amp(Commands.responders()).offerTLS(serverTls()));
        reactor.runUntil(amps[1].startTLS(clientTls()), LIMIT);
        assertThat(reactor.runUntil(amps[1].callRemote(new Sum(1, 2)), LIMIT).total())
                .isEqualTo(3);
        assertThatThrownBy(() -> reactor.runUntil(amps[0].startTLS(serverTls()), LIMIT))
                .isInstanceOf(OnlyOneTlsException.class);

        Amp[] asked = pair(new Amp(Commands.responders()));
        asked[1].offerTLS(clientTls());
        reactor.runUntil(asked[1].callRemote(new Sum(1, 2)), LIMIT);
        reactor.runUntil(asked[0].startTLS(serverTls()), LIMIT);
        assertThat(reactor.runUntil(asked[1].callRemote(new Sum(1, 2)), LIMIT).total())
                .isEqualTo(3);
        assertThat(asked[1].transport().as(TlsTransport.class).orElseThrow().isHandshakeComplete())
                .isTrue();
    }

    @Spec({"AMP-067", "AMP-068"})
    @Test
    void withoutACertificateOrWithAWrongOneThereIsNoTls() throws Exception {
        Amp[] amps = pair(new Amp(Commands.responders()));
        Deferred<Void> refused = amps[1].startTLS(clientTls());
        Deferred<Sum.Result> held = amps[1].callRemote(new Sum(1, 2));
        assertThatThrownBy(() -> reactor.runUntil(refused, LIMIT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("TLS not available");
        assertThat(reactor.runUntil(held, LIMIT).total()).isEqualTo(3);

        Amp[] strangers = pair(new Amp(Commands.responders()).offerTLS(serverTls()));
        TlsOptions distrusting = TlsOptions.forClient("localhost")
                .withTrustRoots(TestAuthority.create().roots());
        Deferred<Void> begun = strangers[1].startTLS(distrusting);
        Deferred<Sum.Result> never = strangers[1].callRemote(new Sum(1, 2));
        reactor.runUntil(begun, LIMIT);
        assertThatThrownBy(() -> reactor.runUntil(never, LIMIT)).isInstanceOf(TlsFailedException.class);
    }

    private static Types types() {
        return new Types(
                BigInteger.valueOf(-5),
                ByteBuffer.wrap(new byte[] {0, (byte) 0xff}),
                2.5,
                true,
                "\u2603",
                Path.of("/tmp/x"),
                List.of(1, 20, 500),
                List.of(new Row(7, "hello"), new Row(9, "bye")),
                new Decimal("3.141E+5"),
                OffsetDateTime.of(2012, 1, 23, 12, 34, 56, 54_321_000, ZoneOffset.ofHoursMinutes(-1, -23)),
                "dash",
                "kw",
                null);
    }

    @Spec({"AMP-070", "AMP-072"})
    @Test
    void answersAClientOfTwisted() throws Exception {
        List<Types> received = new ArrayList<>();
        Responders responders = new Responders(Commands.responders())
                .add(Types.class, types -> {
                    received.add(types);
                    return new Types.Result(true);
                })
                .addSwitch(Switch.class, asked -> {
                    if (asked.name().equals("bad")) {
                        throw new NoSuchElementException("no bad");
                    }
                    return new Upper();
                });
        String port = Integer.toString(reactor.listenTCP(
                        0,
                        Factory.forProtocol(() -> new Amp(responders)),
                        ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port());
        assertThat(said(python.start("client", port)))
                .containsExactly(
                        "sum",
                        "divide",
                        "declared error",
                        "no answer",
                        "types",
                        "unhandled command",
                        "raw",
                        "1000 in flight",
                        "64 KiB",
                        "switch refused",
                        "switched",
                        "fatal error",
                        "unknown error",
                        "quit");
        assertThat(received).singleElement().isEqualTo(types());
    }
}
