/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netwist.bridge.testing.TestAuthority;
import io.netwist.deferred.testing.Spec;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be said about TLS, and what cannot. */
class TlsOptionsTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();
    private static final PrivateCertificate CERTIFICATE = AUTHORITY.issue("localhost");

    @Test
    @Spec("TLS-026")
    void hasSecureDefaults() {
        TlsOptions defaults = TlsOptions.defaults();
        assertThat(defaults.minimum()).isEqualTo(TlsVersion.TLS_1_2);
        assertThat(defaults.maximum()).isEqualTo(TlsVersion.TLS_1_3);
        assertThat(defaults.versions()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(defaults.ciphers()).isEmpty();
        assertThat(defaults.clientAuth()).isEqualTo(ClientAuth.NONE);
        assertThat(defaults.verification()).isEqualTo(PeerVerification.CHAIN_AND_NAME);
        assertThat(defaults.certificate()).isNull();
        assertThat(defaults.trustRoots()).isNull();
        assertThat(defaults.provider()).isEqualTo(TlsProvider.JDK);
    }

    @Test
    @Spec("TLS-026")
    void asksClientsForCertificatesWhenSomebodyIsTrusted() {
        TlsOptions trusting = TlsOptions.forServer(CERTIFICATE).withTrustRoots(AUTHORITY.roots());
        assertThat(trusting.clientAuth()).isEqualTo(ClientAuth.REQUIRED);
        assertThat(trusting.withClientAuth(ClientAuth.OPTIONAL).clientAuth()).isEqualTo(ClientAuth.OPTIONAL);
        assertThat(trusting.withClientAuth(ClientAuth.NONE).clientAuth()).isEqualTo(ClientAuth.NONE);
    }

    @Test
    @Spec("TLS-027")
    void refusesWhatCannotBe() throws Exception {
        TlsOptions defaults = TlsOptions.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2))
                .withMessage("minimum: TLS_1_3 (expected: at most TLS_1_2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withAcceptableProtocols(List.of("h2", "")))
                .withMessageContaining("expected: 1 to 255 characters of ASCII");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withHandshakeTimeout(Duration.ofMillis(-1)))
                .withMessage("timeout: PT-0.001S (expected: zero or more)");
        assertThatIllegalArgumentException().isThrownBy(() -> defaults.withReloadAfter(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withServerName("a.example", defaults))
                .withMessage("options for a.example: no certificate (expected: one)");
        PrivateKey another = AUTHORITY.issue("another").load().key();
        List<X509Certificate> chain = CERTIFICATE.load().chain();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrivateCertificate.of(another, chain))
                .withMessageContaining("not the one of the certificate of CN=localhost");
        assertThatIllegalArgumentException().isThrownBy(() -> PrivateCertificate.of(another, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrivateCertificate.fromPem(List.of(), Path.of("k"), null));
        assertThatIllegalArgumentException().isThrownBy(() -> TrustRoots.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(TrustRoots::fromPem);
    }

    @Test
    @Spec("TLS-027")
    void raisesAndLowersVersionsWithoutLosingTheOtherEnd() {
        TlsOptions defaults = TlsOptions.defaults();
        assertThat(defaults.withMinimumRaisedTo(TlsVersion.TLS_1_0)).isEqualTo(defaults);
        assertThat(defaults.withMinimumRaisedTo(TlsVersion.TLS_1_3).versions()).containsExactly("TLSv1.3");
        assertThat(defaults.withMaximumLoweredTo(TlsVersion.TLS_1_2).versions()).containsExactly("TLSv1.2");
        assertThat(defaults.withMaximumLoweredTo(TlsVersion.TLS_1_1).versions()).containsExactly("TLSv1.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        defaults.withMaximumLoweredTo(TlsVersion.TLS_1_2).withMinimumRaisedTo(TlsVersion.TLS_1_3));
    }

    @Test
    @Spec("TLS-028")
    void takesNamesInAnyScriptAndNothingElse() {
        assertThat(TlsOptions.forClient("b\u00fccher.example").hostname()).isEqualTo("xn--bcher-kva.example");
        assertThat(TlsOptions.forClient("192.0.2.1").hostname()).isEqualTo("192.0.2.1");
        assertThat(TlsOptions.forClient("::1").hostname()).isEqualTo("::1");
        assertThat(TlsOptions.forClient("a").withoutHostname()).isEqualTo(TlsOptions.defaults());
        assertThatIllegalArgumentException().isThrownBy(() -> TlsOptions.forClient(""));
        assertThatIllegalArgumentException().isThrownBy(() -> TlsOptions.forClient("a b"));
    }

    @Test
    void findsTheOptionsOfAServerName() {
        TlsOptions exact = TlsOptions.forServer(AUTHORITY.issue("a.example"));
        TlsOptions any = TlsOptions.forServer(AUTHORITY.issue("*.example"));
        TlsOptions all = TlsOptions.forServer(CERTIFICATE)
                .withServerName("A.example", exact)
                .withServerName("*.example", any);
        assertThat(all.forServerName("a.EXAMPLE")).isSameAs(exact);
        assertThat(all.forServerName("b.example")).isSameAs(any);
        assertThat(all.forServerName("b.c.example")).isSameAs(all);
        assertThat(all.forServerName("example")).isSameAs(all);
        assertThat(all.forServerName(null)).isSameAs(all);
        assertThat(all.withStrictServerNames(true).forServerName("b.c.example")).isNull();
        assertThat(all.withStrictServerNames(true).forServerName(null)).isNull();
    }

    @Test
    void areEqualIfTheySayTheSame() throws Exception {
        PrivateCertificate file = PrivateCertificate.fromPem(Path.of("a.pem"), Path.of("b.pem"));
        TlsOptions one = TlsOptions.forServer(file).withTrustRoots(TrustRoots.fromDirectory(Path.of("d")));
        TlsOptions same = TlsOptions.forServer(PrivateCertificate.fromPem(Path.of("a.pem"), Path.of("b.pem")))
                .withTrustRoots(TrustRoots.fromDirectory(Path.of("d")));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(one).isNotEqualTo(same.withTrustRoots(TrustRoots.platform()));
        assertThat(one.toString()).contains("a.pem").contains("TLS_1_2 to TLS_1_3");
        assertThat(PrivateCertificate.fromPkcs12(Path.of("a.p12"), "sesame").toString())
                .doesNotContain("sesame");
    }
}
