/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.HandshakeListener;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.ProtocolNegotiationFactory;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectingCancelledException;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.error.NoProtocol;
import io.netwist.bridge.error.TlsFailedException;
import io.netwist.bridge.error.VerificationException;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.process.ProcessTransport;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.PrivateCertificate;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.bridge.tls.TlsVersion;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS by descriptions, and over other endpoints. */
class TlsEndpointIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final TestAuthority AUTHORITY = TestAuthority.create();

    /** Holds server.pem (key and certificate), client.pem, and the directory roots with ca.pem. */
    @TempDir
    static Path files;

    private NettyReactor reactor;

    @BeforeAll
    static void writeFiles() throws Exception {
        TestAuthority.write(files.resolve("server.pem"), AUTHORITY.issue("localhost", "server.example"));
        TestAuthority.write(files.resolve("client.pem"), AUTHORITY.issue("alice"));
        Files.createDirectory(files.resolve("roots"));
        TestAuthority.write(files.resolve("roots/ca.pem"), List.of(AUTHORITY.root()));
        Files.createDirectory(files.resolve("empty"));
        Files.writeString(files.resolve("nothing.pem"), "nothing");
    }

    @BeforeEach
    void open() {
        reactor = NettyReactor.create();
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private static final class Echo extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(data.retain());
        }
    }

    /** Says a word at once and keeps what comes back. */
    private static final class Caller extends BaseProtocol implements HandshakeListener {
        final StringBuilder received = new StringBuilder();
        final Deferred<String> answered = new Deferred<>();
        final Deferred<Failure> gone = new Deferred<>();
        boolean secured;

        @Override
        public void connectionMade() {
            transport().write("word");
        }

        @Override
        public void handshakeCompleted() {
            secured = true;
        }

        @Override
        public void dataReceived(ByteBuf data) {
            received.append(data.toString(StandardCharsets.UTF_8));
            if (received.length() == 4) {
                answered.callback(received.toString());
            }
        }

        @Override
        public void connectionLost(Failure reason) {
            gone.callbackValue(reason);
        }

        TlsTransport tls() {
            return transport().as(TlsTransport.class).orElseThrow();
        }
    }

    private static String quoted(String file) {
        return Endpoints.quoteStringArgument(files.resolve(file).toString());
    }

    private ListeningPort serve(String arguments, Factory<?> factory) throws Exception {
        String description = "ssl:0:interface=127.0.0.1:privateKey=" + quoted("server.pem") + arguments;
        return reactor.runUntil(Endpoints.serverFromString(reactor, description).listen(factory), LIMIT);
    }

    private int port() throws Exception {
        return serve("", Factory.forProtocol(Echo::new)).getHost().port();
    }

    private Caller call(ClientEndpoint endpoint) throws Exception {
        return reactor.runUntil(endpoint.connect(Factory.forProtocol(Caller::new)), LIMIT);
    }

    private Caller call(String description) throws Exception {
        return call(Endpoints.clientFromString(reactor, description));
    }

    private void assertAnswered(Caller caller) throws Exception {
        assertThat(reactor.runUntil(caller.answered, LIMIT)).isEqualTo("word");
        assertThat(caller.secured).isTrue();
        assertThat(caller.tls().isHandshakeComplete()).isTrue();
    }

    private Throwable refused(String description) throws Exception {
        return reactor.runUntil(call(description).gone, LIMIT).value();
    }

    @Test
    @Spec({"END-006", "END-036"})
    void tlsChecksTheServer() throws Exception {
        int port = port();
        String local = ":" + port + ":trustRoots=" + quoted("roots");
        assertAnswered(call("tls:localhost" + local));
        assertThat(refused("tls:localhost:" + port)).isExactlyInstanceOf(TlsFailedException.class);
        assertThat(refused("tls:localhost:" + port + ":trustRoots=" + quoted("empty")))
                .isExactlyInstanceOf(TlsFailedException.class);
        assertThat(refused("tls:127.0.0.1" + local)).isInstanceOf(VerificationException.class);
        String over = ":endpoint=" + Endpoints.quoteStringArgument("tcp:127.0.0.1:" + port);
        assertAnswered(call("tls:server.example:443:trustRoots=" + quoted("roots") + over));
    }

    @Test
    @Spec({"END-033", "END-036"})
    void clientsShowTheirCertificates() throws Exception {
        TlsOptions asking = TlsOptions.forServer(PrivateCertificate.fromPem(files.resolve("server.pem")))
                .withTrustRoots(AUTHORITY.roots());
        TlsServerEndpoint endpoint = new TlsServerEndpoint(reactor, 0, asking, local());
        assertThat(endpoint).hasToString("ssl:tcp:127.0.0.1:0");
        int port = reactor.runUntil(endpoint.listen(Factory.forProtocol(Echo::new)), LIMIT)
                .getHost()
                .port();
        String client = quoted("client.pem");
        assertAnswered(call("tls:localhost:" + port + ":trustRoots=" + quoted("roots") + ":certificate=" + client
                + ":privateKey=" + client));
        assertAnswered(call("ssl:localhost:" + port + ":certKey=" + client + ":privateKey=" + client));
        assertThat(refused("ssl:localhost:" + port)).isInstanceOf(TlsFailedException.class);
    }

    private static ListenOptions local() {
        return ListenOptions.defaults().withInterface("127.0.0.1");
    }

    @Test
    @Spec("END-033")
    void sslChecksWhatItIsGiven() throws Exception {
        int port = port();
        assertAnswered(call("ssl:localhost:" + port));
        String roots = ":caCertsDir=" + quoted("roots");
        assertAnswered(call("ssl:127.0.0.1:" + port + roots));
        assertThat(refused("ssl:127.0.0.1:" + port + ":caCertsDir=" + quoted("empty")))
                .isExactlyInstanceOf(TlsFailedException.class);
        assertAnswered(call("ssl:localhost:" + port + roots + ":hostname=server.example"));
        assertThat(refused("ssl:localhost:" + port + roots + ":hostname=other.example"))
                .isInstanceOf(VerificationException.class);
    }

    @Test
    @Spec("END-029")
    void sslServesTheVersionAndTheChainAskedFor() throws Exception {
        TestAuthority.write(files.resolve("middle.pem"), List.of(AUTHORITY.root()));
        int port = serve(
                        ":extraCertChain=" + quoted("middle.pem") + ":sslmethod=TLSv1_2_METHOD:backlog=9",
                        Factory.forProtocol(Echo::new))
                .getHost()
                .port();
        Caller caller = call("tls:localhost:" + port + ":trustRoots=" + quoted("roots"));
        assertAnswered(caller);
        assertThat(caller.tls().version()).contains(TlsVersion.TLS_1_2);
        assertThat(caller.tls().peerCertificates()).hasSize(2).endsWith(AUTHORITY.root());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing.pem", "missing.pem"})
    @Spec("END-029")
    void filesThatWillNotDoFailTheDescription(String file) {
        String path = quoted(file);
        for (String description : List.of(
                "ssl:0:privateKey=" + path,
                "ssl:0:privateKey=" + quoted("server.pem") + ":certKey=" + path,
                "ssl:0:privateKey=" + quoted("server.pem") + ":extraCertChain=" + path)) {
            Endpoints.checkServer(description);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Endpoints.serverFromString(reactor, description))
                    .withMessageStartingWith("endpoint description \"" + description + "\": " + files.resolve(file))
                    .withMessageEndingWith("in PEM form)");
        }
        String client = "tls:localhost:443:certificate=" + quoted("client.pem") + ":privateKey=" + path;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.clientFromString(reactor, client))
                .withMessageContaining(file);
    }

    @Test
    @Spec({"END-020", "END-006"})
    void tlsRunsOverAUnixSocketAndOffersWhatTheFactorySpeaks() throws Exception {
        String path = Endpoints.quoteStringArgument(files.resolve("s").toString());
        TlsOptions server = TlsOptions.forServer(PrivateCertificate.fromPem(files.resolve("server.pem")))
                .withAcceptableProtocols(List.of("echo/1"));
        reactor.runUntil(
                Endpoints.serverFromString(reactor, "unix:" + path)
                        .listen(Factory.forProtocol(() -> new BaseProtocol() {
                            @Override
                            public void connectionMade() {
                                transport().as(TlsTransport.class).orElseThrow().startTLS(server);
                                transport().switchProtocol(new Echo());
                            }
                        })),
                LIMIT);
        ClientEndpoint below = Endpoints.clientFromString(reactor, "unix:" + path);
        TlsOptions client = TlsOptions.forClient("localhost").withTrustRoots(AUTHORITY.roots());
        Caller caller = reactor.runUntil(
                Endpoints.wrapClientTLS(client, below).connect(new Speaking(List.of("other", "echo/1"))), LIMIT);
        assertAnswered(caller);
        assertThat(caller.tls().negotiatedProtocol()).contains("echo/1");
    }

    @Test
    @Spec({"END-020", "TLS-021"})
    void tlsRunsThroughAChildProcess() throws Exception {
        String socat = "/usr/bin/socat";
        assumeTrue(Files.isExecutable(Path.of(socat)), socat + " is not installed");
        int port = serve("", Factory.forProtocol(Echo::new)).getHost().port();
        ClientEndpoint below = Endpoints.clientFromString(
                reactor, "process:" + socat + ":-:" + Endpoints.quoteStringArgument("TCP:127.0.0.1:" + port));
        TlsOptions client = TlsOptions.forClient("localhost").withTrustRoots(AUTHORITY.roots());
        Caller caller = reactor.runUntil(
                Endpoints.wrapClientTLS(client, below).connect(Factory.forProtocol(Caller::new)), LIMIT);
        assertAnswered(caller);
        assertThat(caller.transport().as(ProcessTransport.class)).isPresent();
    }

    private record Speaking(List<String> acceptableProtocols) implements ProtocolNegotiationFactory<Caller> {
        @Override
        public Caller buildProtocol(Address peer) {
            return new Caller();
        }
    }

    @Test
    @Spec("END-020")
    void failuresAndCancellationPassThrough() throws Exception {
        TlsOptions tls = TlsOptions.forClient("localhost").withTrustRoots(AUTHORITY.roots());
        ListeningPort port = serve("", Factory.forProtocol(Echo::new));
        ClientEndpoint good = Endpoints.clientFromString(
                reactor, "tcp:127.0.0.1:" + port.getHost().port());
        assertFails(Endpoints.wrapClientTLS(tls, good).connect(peer -> null), NoProtocol.class);
        assertFails(Endpoints.wrapClientTLS(tls.withoutHostname(), good), IllegalArgumentException.class);
        assertFails(
                Endpoints.wrapClientTLS(tls.withoutHostname(), Endpoints.clientFromString(reactor, "process:/bin/cat")),
                IllegalArgumentException.class);

        Deferred<Caller> cancelled = Endpoints.wrapClientTLS(tls, good).connect(Factory.forProtocol(Caller::new));
        cancelled.cancel();
        assertFails(cancelled, ConnectingCancelledException.class);

        reactor.runUntil(port.stopListening(), LIMIT);
        assertFails(Endpoints.wrapClientTLS(tls, good), ConnectionRefusedException.class);
    }

    private void assertFails(ClientEndpoint endpoint, Class<? extends Exception> reason) {
        assertFails(endpoint.connect(Factory.forProtocol(Caller::new)), reason);
    }

    private void assertFails(Deferred<? extends Protocol> connected, Class<? extends Exception> reason) {
        assertThatThrownBy(() -> reactor.runUntil(connected, LIMIT)).isInstanceOf(reason);
    }
}
