/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static io.netwist.bridge.netty.Loopback.LOCAL;
import static io.netwist.bridge.netty.Loopback.end;
import static io.netwist.bridge.netty.TlsLoopback.AUTHORITY;
import static io.netwist.bridge.netty.TlsLoopback.CLIENT;
import static io.netwist.bridge.netty.TlsLoopback.SERVER;
import static io.netwist.bridge.netty.TlsLoopback.begin;
import static io.netwist.bridge.netty.TlsLoopback.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.ProtocolNegotiationFactory;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.TlsFailedException;
import io.netwist.bridge.error.VerificationException;
import io.netwist.bridge.netty.Loopback.Pair;
import io.netwist.bridge.netty.TlsLoopback.Secure;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.ClientAuth;
import io.netwist.bridge.tls.PeerVerification;
import io.netwist.bridge.tls.PrivateCertificate;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsVersion;
import io.netwist.bridge.tls.TrustRoots;
import io.netwist.deferred.testing.Spec;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who the two sides are, and what they agree upon. */
class TlsSessionIT {

    private static final PrivateCertificate ALICE = AUTHORITY.issue("alice");

    private final NettyReactor reactor = NettyReactor.create();

    @AfterEach
    void close() {
        reactor.close();
    }

    private static X509Certificate leaf(PrivateCertificate certificate) throws Exception {
        return certificate.load().chain().get(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    @Spec({"TLS-024", "TLS-026"})
    void tellsAboutTheSession(TlsVersion version) throws Exception {
        TlsOptions server = SERVER.withVersions(version, version).withTrustRoots(AUTHORITY.roots());
        Pair<Secure, Secure> pair = connect(reactor, new Secure(), server, new Secure(), CLIENT.withCertificate(ALICE));
        assertThat(pair.client().tls().version()).contains(version);
        assertThat(pair.client().tls().cipherSuite())
                .isEqualTo(pair.server().tls().cipherSuite());
        assertThat(pair.client().tls().cipherSuite().orElseThrow()).startsWith("TLS_");
        assertThat(pair.client().tls().session()).isPresent();
        assertThat(pair.server().tls().peerCertificate()).contains(leaf(ALICE));
        assertThat(pair.client().tls().hostCertificates()).containsExactly(leaf(ALICE));
        assertThat(pair.client().tls().negotiatedProtocol()).isEmpty();
        assertThat(pair.client().transport())
                .hasToString(pair.client().transport().toString())
                .asString()
                .endsWith("(TLS)");
    }

    @Test
    void speaksTheVersionsAndCiphersAllowed() throws Exception {
        TlsOptions server = SERVER.withCiphers(List.of("TLS_AES_128_GCM_SHA256"));
        Pair<Secure, Secure> pair = connect(reactor, new Secure(), server, new Secure(), CLIENT);
        assertThat(pair.client().tls().cipherSuite()).contains("TLS_AES_128_GCM_SHA256");
        Secure old = new Secure();
        begin(
                reactor,
                new Secure(),
                SERVER.withMinimumRaisedTo(TlsVersion.TLS_1_3),
                old,
                CLIENT.withMaximumLoweredTo(TlsVersion.TLS_1_2));
        assertThat(end(reactor, old)).isEqualTo(TlsFailedException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    @Spec("TLS-026")
    void servesOnlyClientsThatSomebodyVouchesFor(TlsVersion version) throws Exception {
        TlsOptions server = SERVER.withVersions(version, version).withTrustRoots(AUTHORITY.roots());
        for (TlsOptions client : List.of(
                CLIENT,
                CLIENT.withCertificate(TestAuthority.create().issue("mallory")),
                CLIENT.withCertificate(AUTHORITY.ago(Duration.ofDays(3)).issue("alice")))) {
            Pair<Secure, Secure> pair = begin(reactor, new Secure(), server, new Secure(), client);
            pair.client().transport().write("let me in");
            assertThat(end(reactor, pair.server())).isEqualTo(TlsFailedException.class);
            assertThat(end(reactor, pair.client())).isEqualTo(TlsFailedException.class);
            assertThat(pair.server().received).isEmpty();
            assertThat(pair.server().events).doesNotContain("secured");
        }
    }

    @Test
    @Spec("TLS-026")
    void asksForCertificatesWithoutInsisting() throws Exception {
        TlsOptions server = SERVER.withTrustRoots(AUTHORITY.roots()).withClientAuth(ClientAuth.OPTIONAL);
        Pair<Secure, Secure> without = connect(reactor, new Secure(), server, new Secure(), CLIENT);
        assertThat(without.server().tls().peerCertificates()).isEmpty();
        Pair<Secure, Secure> with = connect(reactor, new Secure(), server, new Secure(), CLIENT.withCertificate(ALICE));
        assertThat(with.server().tls().peerCertificates()).containsExactly(leaf(ALICE));
        Pair<Secure, Secure> unasked =
                connect(reactor, new Secure(), SERVER, new Secure(), CLIENT.withCertificate(ALICE));
        assertThat(unasked.server().tls().peerCertificates()).isEmpty();
        assertThat(unasked.client().tls().hostCertificates()).isEmpty();
    }

    @Test
    @Spec({"TLS-028", "TLS-030"})
    void checksNamesAndAddressesAndTrustsExactlyWhatItWasGiven() throws Exception {
        TlsOptions chained = TlsOptions.forServer(AUTHORITY.subordinate().issue("*.example", "127.0.0.1"));
        connect(reactor, new Secure(), chained, new Secure(), CLIENT.withHostname("www.example"));
        connect(reactor, new Secure(), chained, new Secure(), CLIENT);
        Pair<Secure, Secure> dotted =
                connect(reactor, new Secure(), chained, new Secure(), CLIENT.withHostname("www.example."));
        assertThat(dotted.server().tls().serverName()).contains("www.example");
        Secure wrong = new Secure();
        begin(reactor, new Secure(), chained, wrong, CLIENT.withHostname("a.www.example"));
        assertThat(end(reactor, wrong)).isEqualTo(VerificationException.class);
        Secure wrongAddress = new Secure();
        begin(reactor, new Secure(), chained, wrongAddress, CLIENT.withHostname("127.0.0.2"));
        assertThat(end(reactor, wrongAddress)).isEqualTo(VerificationException.class);
        TlsOptions pinned = TlsOptions.defaults().withTrustRoots(TrustRoots.of(List.of(leaf(SERVER.certificate()))));
        connect(reactor, new Secure(), SERVER, new Secure(), pinned);
        Secure another = new Secure();
        begin(reactor, new Secure(), chained, another, pinned);
        assertThat(end(reactor, another)).isEqualTo(TlsFailedException.class);
        Secure expired = new Secure();
        begin(
                reactor,
                new Secure(),
                TlsOptions.forServer(AUTHORITY.ago(Duration.ofDays(3)).issue("127.0.0.1")),
                expired,
                CLIENT);
        assertThat(end(reactor, expired)).isEqualTo(TlsFailedException.class);
    }

    @Test
    @Spec("TLS-028")
    void tellsTheServerANameAndNoAddress() throws Exception {
        assertThat(connect(reactor, new Secure(), SERVER, new Secure(), CLIENT)
                        .server()
                        .tls()
                        .serverName())
                .as("connected to 127.0.0.1")
                .isEmpty();
        TlsOptions any = CLIENT.withVerification(PeerVerification.CHAIN);
        assertThat(connect(reactor, new Secure(), SERVER, new Secure(), any.withHostname("localhost"))
                        .server()
                        .tls()
                        .serverName())
                .contains("localhost");
        assertThat(connect(reactor, new Secure(), SERVER, new Secure(), any.withHostname("b\u00fccher.example"))
                        .server()
                        .tls()
                        .serverName())
                .contains("xn--bcher-kva.example");
    }

    @Test
    void checksLessOnRequest() throws Exception {
        TlsOptions chain = CLIENT.withHostname("other.example").withVerification(PeerVerification.CHAIN);
        connect(reactor, new Secure(), SERVER, new Secure(), chain);
        Secure untrusted = new Secure();
        begin(
                reactor,
                new Secure(),
                TlsOptions.forServer(TestAuthority.create().issue("other.example")),
                untrusted,
                chain);
        assertThat(end(reactor, untrusted)).isEqualTo(TlsFailedException.class);
        TlsOptions nothing = TlsOptions.defaults().withVerification(PeerVerification.NONE);
        connect(reactor, new Secure(), SERVER, new Secure(), nothing);
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    @Spec("TLS-025")
    void agreesUponTheServersFirstCommonProtocol(TlsVersion version) throws Exception {
        TlsOptions server = SERVER.withVersions(version, version);
        TlsOptions both = server.withAcceptableProtocols(List.of("h2", "http/1.1", "echo"));
        Pair<Secure, Secure> pair = connect(
                reactor, new Secure(), both, new Secure(), CLIENT.withAcceptableProtocols(List.of("echo", "http/1.1")));
        assertThat(pair.client().tls().negotiatedProtocol()).contains("http/1.1");
        assertThat(pair.server().tls().negotiatedProtocol()).contains("http/1.1");
        pair = connect(reactor, new Secure(), both, new Secure(), CLIENT);
        assertThat(pair.client().tls().negotiatedProtocol()).isEmpty();
        assertThat(pair.server().tls().negotiatedProtocol()).isEmpty();
        pair = connect(reactor, new Secure(), server, new Secure(), CLIENT.withAcceptableProtocols(List.of("h2")));
        assertThat(pair.client().tls().negotiatedProtocol()).isEmpty();
        assertThat(pair.server().tls().negotiatedProtocol()).isEmpty();
        pair = begin(reactor, new Secure(), both, new Secure(), CLIENT.withAcceptableProtocols(List.of("gopher")));
        assertThat(end(reactor, pair.client())).isEqualTo(TlsFailedException.class);
        assertThat(end(reactor, pair.server())).isEqualTo(TlsFailedException.class);
    }

    @Test
    @Spec("TLS-025")
    void offersWhatTheFactorySpeaks() throws Exception {
        Secure server = new Secure();
        ProtocolNegotiationFactory<Protocol> factory = new ProtocolNegotiationFactory<>() {
            @Override
            public Protocol buildProtocol(Address peer) {
                return server;
            }

            @Override
            public List<String> acceptableProtocols() {
                return List.of("from-the-factory");
            }
        };
        ListeningPort port = reactor.listenSSL(0, factory, SERVER.withAcceptableProtocols(List.of("h2")), LOCAL);
        Secure client = new Secure();
        reactor.connectSSL(
                "127.0.0.1",
                port.getHost().port(),
                peer -> client,
                CLIENT.withAcceptableProtocols(List.of("h2", "from-the-factory")));
        reactor.runUntil(client.secured, LIMIT);
        assertThat(client.tls().negotiatedProtocol()).contains("from-the-factory");
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_1_2", "TLS_1_3"})
    void servesEachNameWithItsOwnOptions(TlsVersion version) throws Exception {
        PrivateCertificate one = AUTHORITY.issue("one.example");
        PrivateCertificate any = AUTHORITY.issue("*.example");
        TlsOptions server = SERVER.withVersions(version, version)
                .withServerName("one.example", TlsOptions.forServer(one).withAcceptableProtocols(List.of("h2")))
                .withServerName("*.example", TlsOptions.forServer(any).withTrustRoots(AUTHORITY.roots()));
        TlsOptions client = CLIENT.withAcceptableProtocols(List.of("h2"));
        Secure early = new Secure() {
            @Override
            public void connectionMade() throws Exception {
                transport().write("written before anybody knows the name");
                super.connectionMade();
            }
        };
        Pair<Secure, Secure> pair = connect(reactor, early, server, new Secure(), client.withHostname("one.example"));
        assertThat(pair.client().tls().peerCertificate()).contains(leaf(one));
        assertThat(pair.client().tls().negotiatedProtocol()).contains("h2");
        reactor.runUntil(pair.client().whenReceived(37), LIMIT);
        pair = connect(
                reactor,
                new Secure(),
                server,
                new Secure(),
                CLIENT.withHostname("two.example").withCertificate(ALICE));
        assertThat(pair.client().tls().peerCertificate()).contains(leaf(any));
        assertThat(pair.server().tls().peerCertificate()).contains(leaf(ALICE));
        pair = connect(reactor, new Secure(), server, new Secure(), CLIENT);
        assertThat(pair.client().tls().peerCertificate()).contains(leaf(SERVER.certificate()));
        pair = begin(
                reactor,
                new Secure(),
                server.withStrictServerNames(true),
                new Secure(),
                CLIENT.withHostname("localhost"));
        assertThat(reactor.runUntil(pair.server().gone, LIMIT).value())
                .isInstanceOf(TlsFailedException.class)
                .hasMessageContaining("there is no host localhost");
        assertThat(reactor.runUntil(pair.client().gone, LIMIT).value())
                .isInstanceOf(TlsFailedException.class)
                .hasMessageContaining("unrecognized_name");
    }

    @Test
    void closesInOrderBehindAServerName() throws Exception {
        TlsOptions server = SERVER.withServerName("one.example", TlsOptions.forServer(AUTHORITY.issue("one.example")));
        Secure early = new Secure() {
            @Override
            public void connectionMade() throws Exception {
                transport().write("and goodbye");
                transport().loseConnection();
                super.connectionMade();
            }
        };
        Pair<Secure, Secure> pair = begin(reactor, early, server, new Secure(), CLIENT.withHostname("one.example"));
        assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
        assertThat(end(reactor, early)).isEqualTo(ConnectionDone.class);
        assertThat(pair.client().received).hasToString("and goodbye");
    }
}
