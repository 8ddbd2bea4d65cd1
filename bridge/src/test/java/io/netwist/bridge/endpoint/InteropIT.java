/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.ProtocolNegotiationFactory;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UdpAddress;
import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.endpoint.ProcessEndpoint.StandardErrorBehavior;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.PrivateCertificate;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.bridge.tls.TlsVersion;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With programs that others have written: openssl, socat and Twisted. What is not installed is skipped, and said so. */
class InteropIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");
    private static final Path SOCAT = Path.of("/usr/bin/socat");
    private static final TestAuthority AUTHORITY = TestAuthority.create();

    @TempDir
    static Path files;

    private NettyReactor reactor;

    @BeforeAll
    static void writeFiles() throws Exception {
        TestAuthority.write(files.resolve("server.pem"), AUTHORITY.issue("localhost"));
        TestAuthority.write(files.resolve("alice.pem"), AUTHORITY.issue("alice"));
        TestAuthority.write(files.resolve("ca.pem"), List.of(AUTHORITY.root()));
    }

    @BeforeEach
    void open() {
        reactor = NettyReactor.create();
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private static void need(Path program) {
        assumeTrue(program.toFile().canExecute(), () -> "skipped: " + program + " is not installed");
    }

    private void needTwisted() throws Exception {
        need(PYTHON);
        Talk probe = run(PYTHON + " -c 'import twisted, OpenSSL; print(\"there\")'");
        reactor.runUntil(probe.gone, LIMIT);
        assumeTrue(probe.text.toString().contains("there"), "skipped: python3-twisted or python3-openssl is missing");
    }

    /** A conversation, with a program or through it. */
    private static final class Talk extends BaseProtocol {
        final StringBuilder text = new StringBuilder();
        final Deferred<Failure> gone = new Deferred<>();
        private @Nullable Pattern wanted;
        private @Nullable Deferred<Matcher> found;

        @Override
        public void dataReceived(ByteBuf data) {
            text.append(data.toString(StandardCharsets.ISO_8859_1));
            look();
        }

        /** Fired when the text has come; with what the parentheses of the pattern hold. */
        Deferred<Matcher> heard(String pattern) {
            wanted = Pattern.compile(pattern);
            Deferred<Matcher> waiting = new Deferred<>();
            found = waiting;
            look();
            return waiting;
        }

        private void look() {
            if (found != null) {
                Matcher matcher = Objects.requireNonNull(wanted).matcher(text);
                if (matcher.find()) {
                    Deferred<Matcher> told = found;
                    found = null;
                    told.callback(matcher);
                }
            }
        }

        @Override
        public void connectionLost(Failure reason) {
            gone.callbackValue(reason);
            if (found != null) {
                found.errback(new AssertionError("heard only: " + text));
            }
        }

        TlsTransport tls() {
            return transport().as(TlsTransport.class).orElseThrow();
        }
    }

    /** Says back what it hears, and keeps it. */
    private static final class Echo extends BaseProtocol {
        final Deferred<Echo> heard = new Deferred<>();

        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(data.retain());
            if (!heard.isCalled()) {
                heard.callback(this);
            }
        }

        TlsTransport tls() {
            return transport().as(TlsTransport.class).orElseThrow();
        }
    }

    /** Starts a program through a shell; its errors are heard as well. */
    private Talk run(String command) throws Exception {
        ProcessEndpoint shell = new ProcessEndpoint(
                reactor,
                "/bin/sh",
                List.of("sh", "-c", "exec " + command + " 2>&1"),
                ProcessOptions.defaults().withParentEnvironment(),
                StandardErrorBehavior.DROP);
        return reactor.runUntil(shell.connect(Factory.forProtocol(Talk::new)), LIMIT);
    }

    private Talk twisted(String arguments) throws Exception {
        Path script = Path.of(Objects.requireNonNull(getClass().getResource("/twisted_peer.py"))
                .toURI());
        return run(PYTHON + " " + script + " " + arguments);
    }

    private Matcher await(Talk talk, String pattern) throws Exception {
        try {
            return reactor.runUntil(talk.heard(pattern), LIMIT);
        } catch (DeferredTimeoutException e) {
            throw new AssertionError("heard nothing like " + pattern + ", but: " + talk.text, e);
        }
    }

    private void assertEnds(Talk talk) throws Exception {
        assertThat(reactor.runUntil(talk.gone, LIMIT).value()).isInstanceOf(ConnectionDone.class);
    }

    private static String file(String name) {
        return files.resolve(name).toString();
    }

    private ListeningPort serve(String description, Factory<?> factory) throws Exception {
        return reactor.runUntil(Endpoints.serverFromString(reactor, description).listen(factory), LIMIT);
    }

    private Talk connect(String description) throws Exception {
        ClientEndpoint endpoint = Endpoints.clientFromString(reactor, description);
        return reactor.runUntil(endpoint.connect(Factory.forProtocol(Talk::new)), LIMIT);
    }

    /** Says a word over a connection of ours and hears it again. */
    private void assertEchoes(Talk ours) throws Exception {
        ours.transport().write("word");
        await(ours, "word");
        ours.transport().loseConnection();
        assertEnds(ours);
    }

    // ---- plain streams

    private static String quoted(String text) {
        return Endpoints.quoteStringArgument(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void servesSocat(String kind) throws Exception {
        need(SOCAT);
        String path = file("ours-for-socat");
        ListeningPort port = serve(
                kind.equals("tcp") ? "tcp:0:interface=127.0.0.1" : "unix:" + quoted(path),
                Factory.forProtocol(Echo::new));
        Talk socat = run(SOCAT + " - "
                + (kind.equals("tcp") ? "TCP:127.0.0.1:" + port.getHost().port() : "UNIX-CONNECT:" + path));
        socat.transport().write("word");
        await(socat, "word");
        socat.transport().loseConnection();
        reactor.runUntil(socat.gone, LIMIT);
    }

    @ParameterizedTest
    @CsvSource({
        "'TCP-LISTEN:0,bind=127.0.0.1', listening on AF=2 127\\.0\\.0\\.1:(\\d+), tcp:127.0.0.1:",
        "'UNIX-LISTEN:theirs', listening on AF=1, unix:",
    })
    void callsSocat(String address, String ready, String endpoint) throws Exception {
        need(SOCAT);
        String path = file("theirs");
        Talk socat = run(SOCAT + " -d -d " + address.replace("theirs", path) + " PIPE");
        Matcher port = await(socat, ready);
        assertEchoes(connect(endpoint + (port.groupCount() == 1 ? port.group(1) : quoted(path))));
        assertEnds(socat);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "unix"})
    void servesTwisted(String kind) throws Exception {
        needTwisted();
        String path = file("ours-for-twisted");
        ListeningPort port = serve(
                kind.equals("tcp") ? "tcp:0:interface=127.0.0.1" : "unix:" + quoted(path),
                Factory.forProtocol(Echo::new));
        Talk twisted = twisted("call "
                + (kind.equals("tcp") ? "tcp:127.0.0.1:" + port.getHost().port() : "unix:" + path));
        await(twisted, "heard word -\nlost ConnectionDone\n");
        assertEnds(twisted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp:0:interface=127.0.0.1", "unix:"})
    void callsTwisted(String theirs) throws Exception {
        needTwisted();
        String path = file("twisted");
        boolean tcp = theirs.startsWith("tcp");
        Talk twisted = twisted("serve " + theirs + (tcp ? "" : path));
        String port = await(twisted, "port (\\S+)\n").group(1);
        assertEchoes(connect(tcp ? "tcp:127.0.0.1:" + port : "unix:" + quoted(path)));
        twisted.transport().abortConnection();
        reactor.runUntil(twisted.gone, LIMIT);
    }

    // ---- TLS

    private TlsOptions serverOptions() {
        return TlsOptions.forServer(PrivateCertificate.fromPem(files.resolve("server.pem")))
                .withTrustRoots(AUTHORITY.roots())
                .withAcceptableProtocols(List.of("echo/1"));
    }

    private int serveTls(TlsOptions options, Echo protocol) throws Exception {
        ListenOptions local = ListenOptions.defaults().withInterface("127.0.0.1");
        TlsServerEndpoint endpoint = new TlsServerEndpoint(reactor, 0, options, local);
        return reactor.runUntil(endpoint.listen(peer -> protocol), LIMIT)
                .getHost()
                .port();
    }

    /** The client's certificate, the name asked for and the protocol agreed upon are those of the peer. */
    private static void assertKnows(Echo server, @Nullable TlsVersion version) throws Exception {
        assertThat(server.tls().peerCertificate().orElseThrow().getSubjectX500Principal())
                .hasToString("CN=alice");
        assertThat(server.tls().serverName()).contains("localhost");
        assertThat(server.tls().negotiatedProtocol()).contains("echo/1");
        if (version != null) {
            assertThat(server.tls().version()).contains(version);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void servesOpenssl(TlsVersion version) throws Exception {
        need(OPENSSL);
        Echo server = new Echo();
        int port = serveTls(serverOptions(), server);
        Talk openssl = run(OPENSSL + " s_client -connect 127.0.0.1:" + port + " -servername localhost -verify_hostname"
                + " localhost -verify_return_error -CAfile " + file("ca.pem") + " -cert " + file("alice.pem")
                + " -alpn other,echo/1 " + (version == TlsVersion.TLS_1_2 ? "-tls1_2" : "-tls1_3"));
        await(openssl, "ALPN protocol: echo/1(?s:.*)Verify return code: 0");
        openssl.transport().write("a word\n");
        await(openssl, "a word\n");
        assertKnows(server, version);
        server.transport().loseConnection();
        reactor.runUntil(openssl.gone, LIMIT);
        assertThat(openssl.text).contains("closed");
    }

    @Test
    void refusesOpensslWithoutACertificate() throws Exception {
        need(OPENSSL);
        Echo server = new Echo();
        int port = serveTls(serverOptions(), server);
        Talk openssl = run(OPENSSL + " s_client -connect 127.0.0.1:" + port + " -CAfile " + file("ca.pem"));
        await(openssl, "alert (bad certificate|certificate required|number \\d+)");
        reactor.runUntil(openssl.gone, LIMIT);
        assertThat(server.heard.isCalled()).isFalse();
    }

    private record Speaking(List<String> acceptableProtocols) implements ProtocolNegotiationFactory<Talk> {
        @Override
        public Talk buildProtocol(Address peer) {
            return new Talk();
        }
    }

    private Talk connectTls(String port) throws Exception {
        TlsOptions options = TlsOptions.forClient("localhost")
                .withTrustRoots(AUTHORITY.roots())
                .withCertificate(PrivateCertificate.fromPem(files.resolve("alice.pem")));
        ClientEndpoint below = Endpoints.clientFromString(reactor, "tcp:127.0.0.1:" + port);
        return reactor.runUntil(
                Endpoints.wrapClientTLS(options, below).connect(new Speaking(List.of("other", "echo/1"))), LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLS_1_2", "-tls1_3, TLS_1_3"})
    void callsOpenssl(String flag, TlsVersion version) throws Exception {
        need(OPENSSL);
        Talk openssl = run(OPENSSL + " s_server -accept 127.0.0.1:0 -rev -Verify 1 -verify_return_error -CAfile "
                + file("ca.pem") + " -cert " + file("server.pem") + " -alpn echo/1 -naccept 1 " + flag);
        Talk ours = connectTls(await(openssl, "ACCEPT 127\\.0\\.0\\.1:(\\d+)").group(1));
        ours.transport().write("drow a\n");
        await(ours, "a word\n");
        assertThat(ours.tls().version()).contains(version);
        assertThat(ours.tls().negotiatedProtocol()).contains("echo/1");
        await(openssl, "Peer certificate: CN = alice");
        ours.transport().loseConnection();
        assertThat(reactor.runUntil(ours.gone, LIMIT).value()).isInstanceOf(ConnectionDone.class);
        openssl.transport().abortConnection();
        reactor.runUntil(openssl.gone, LIMIT);
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void servesTwistedOverTls(TlsVersion version) throws Exception {
        needTwisted();
        Echo server = new Echo();
        int port = serveTls(serverOptions().withVersions(version, version), server);
        Talk twisted = twisted("call-tls " + port + " localhost " + file("alice.pem") + " " + file("ca.pem"));
        reactor.runUntil(server.heard, LIMIT);
        assertKnows(server, version);
        await(twisted, "heard word echo/1\nlost ConnectionDone\n");
        assertEnds(twisted);
    }

    @Test
    void callsTwistedOverTls() throws Exception {
        needTwisted();
        Talk twisted = twisted("serve-tls " + file("server.pem") + " " + file("ca.pem"));
        assertEchoes(connectTls(await(twisted, "port (\\d+)\n").group(1)));
        await(twisted, "\necho/1 alice localhost\n");
        twisted.transport().abortConnection();
        reactor.runUntil(twisted.gone, LIMIT);
    }

    // ---- UDP

    private static final class Datagrams extends DatagramProtocol {
        final Deferred<String> heard = new Deferred<>();

        @Override
        public void datagramReceived(ByteBuf data, Address from) {
            if (!heard.isCalled()) {
                heard.callback(data.toString(StandardCharsets.US_ASCII));
            }
            transport().write(data.retain(), from);
        }
    }

    /** Asks a server of datagrams. */
    private static final class Asking extends DatagramProtocol {
        final Deferred<String> heard = new Deferred<>();

        @Override
        public void datagramReceived(ByteBuf data, Address from) {
            heard.callback(data.toString(StandardCharsets.US_ASCII));
        }
    }

    private int serveUdp() {
        return reactor.listenUDP(0, new Datagrams(), DatagramOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port();
    }

    private void assertAnswers(String port) throws Exception {
        Asking asking = new Asking();
        reactor.listenUDP(0, asking);
        asking.transport().write("word", new UdpAddress("127.0.0.1", Integer.parseInt(port)));
        assertThat(reactor.runUntil(asking.heard, LIMIT)).isEqualTo("word");
    }

    @Test
    void answersSocatsDatagrams() throws Exception {
        need(SOCAT);
        Talk socat = run(SOCAT + " - UDP:127.0.0.1:" + serveUdp());
        socat.transport().write("word");
        await(socat, "word");
        socat.transport().abortConnection();
        reactor.runUntil(socat.gone, LIMIT);
    }

    @Test
    void asksSocatByDatagrams() throws Exception {
        need(SOCAT);
        Talk socat = run(SOCAT + " -d -d UDP-LISTEN:0,bind=127.0.0.1 PIPE");
        assertAnswers(
                await(socat, "listening on UDP AF=2 127\\.0\\.0\\.1:(\\d+)").group(1));
        socat.transport().abortConnection();
        reactor.runUntil(socat.gone, LIMIT);
    }

    @Test
    void answersTwistedsDatagrams() throws Exception {
        needTwisted();
        Talk twisted = twisted("call-udp " + serveUdp());
        await(twisted, "heard word -\n");
        assertEnds(twisted);
    }

    @Test
    void asksTwistedByDatagrams() throws Exception {
        needTwisted();
        Talk twisted = twisted("serve-udp");
        assertAnswers(await(twisted, "port (\\d+)\n").group(1));
        twisted.transport().abortConnection();
        reactor.runUntil(twisted.gone, LIMIT);
    }
}
