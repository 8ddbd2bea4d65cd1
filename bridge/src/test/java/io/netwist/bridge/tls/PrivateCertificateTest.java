/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.testing.TestAuthority;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys in the forms that people have them in. */
class PrivateCertificateTest {

    private static final TestAuthority AUTHORITY = TestAuthority.create();

    @TempDir
    Path dir;

    @Test
    @Spec("TLS-030")
    void readsKeyAndChainFromOneFileWithoutAFinalNewline() throws Exception {
        PrivateCertificate issued = AUTHORITY.subordinate().issue("localhost");
        Path file = TestAuthority.write(dir.resolve("server.pem"), issued);
        Files.writeString(file, "some text\n" + Files.readString(file).stripTrailing());
        PrivateCertificate.Loaded read = PrivateCertificate.fromPem(file).load();
        assertThat(read).isEqualTo(issued.load());
        assertThat(read.chain()).hasSize(2);
        assertThat(PrivateCertificate.fromPem(file).files()).containsExactly(file, file);
    }

    @Test
    @Spec("END-029")
    void keepsTheOrderOfAChainInFilesOfItsOwn() throws Exception {
        PrivateCertificate issued = AUTHORITY.subordinate().subordinate().issue("localhost");
        List<X509Certificate> chain = issued.load().chain();
        Path all = TestAuthority.write(dir.resolve("all.pem"), issued);
        Path own = TestAuthority.write(dir.resolve("own.pem"), chain.subList(0, 1));
        Path rest = TestAuthority.write(dir.resolve("rest.pem"), chain.subList(1, 3));
        assertThat(PrivateCertificate.fromPem(List.of(own, rest), all, null)
                        .load()
                        .chain())
                .isEqualTo(chain);
        Path none = Files.writeString(dir.resolve("none.pem"), "nothing\n");
        assertThatThrownBy(() -> PrivateCertificate.fromPem(List.of(own, none), all, null)
                        .load())
                .isInstanceOf(CertificateException.class)
                .hasMessage(none + ": no certificate (expected: at least one in PEM form)");
    }

    @Test
    void readsAKeyStore() throws Exception {
        PrivateCertificate.Loaded issued = AUTHORITY.issue("localhost").load();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "a", issued.key(), "sesame".toCharArray(), issued.chain().toArray(new Certificate[0]));
        Path file = dir.resolve("keys.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "sesame".toCharArray());
        }
        assertThat(PrivateCertificate.fromPkcs12(file, "sesame").load()).isEqualTo(issued);
        assertThatThrownBy(() -> PrivateCertificate.fromPkcs12(file, "wrong").load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        Path missing = dir.resolve("missing.pem");
        assertThatThrownBy(() -> PrivateCertificate.fromPem(missing).load()).isInstanceOf(NoSuchFileException.class);
        PrivateCertificate issued = AUTHORITY.issue("localhost");
        Path certificates =
                TestAuthority.write(dir.resolve("c.pem"), issued.load().chain());
        assertThatThrownBy(() -> PrivateCertificate.fromPem(certificates).load())
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage(certificates + ": no private key (expected: one in PEM form)");
        Path broken = Files.writeString(
                dir.resolve("b.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> PrivateCertificate.fromPem(broken).load())
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(broken + ": certificate 1 cannot be read");
        Path other = TestAuthority.write(dir.resolve("o.pem"), AUTHORITY.issue("other"));
        assertThatThrownBy(() -> PrivateCertificate.fromPem(certificates, other).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the one of the certificate of CN=localhost");
        Path legacy = Files.writeString(
                dir.resolve("l.pem"),
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertThatThrownBy(() -> Pem.privateKey(legacy, null)).hasMessageContaining("openssl pkcs8 -topk8");
        Path cut = Files.writeString(
                dir.resolve("s.pem"), "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n");
        assertThatThrownBy(() -> Pem.privateKey(cut, null)).isInstanceOf(GeneralSecurityException.class);
    }

    /** The forms that OpenSSL writes: PKCS#1, SEC 1 with and without parameters, PKCS#8 in clear and encrypted. */
    @Test
    void readsTheKeysThatOpensslWrites() throws Exception {
        Assumptions.assumeTrue(isInstalled("openssl"), "openssl is not installed");
        openssl("genrsa", "-traditional", "-out", "rsa1.pem", "2048");
        openssl("pkcs8", "-topk8", "-nocrypt", "-in", "rsa1.pem", "-out", "rsa8.pem");
        openssl("pkcs8", "-topk8", "-passout", "pass:sesame", "-in", "rsa1.pem", "-out", "rsae.pem");
        PrivateKey rsa = Pem.privateKey(dir.resolve("rsa1.pem"), null);
        assertThat(rsa.getAlgorithm()).isEqualTo("RSA");
        assertThat(Pem.privateKey(dir.resolve("rsa8.pem"), null)).isEqualTo(rsa);
        assertThat(Pem.privateKey(dir.resolve("rsae.pem"), "sesame")).isEqualTo(rsa);
        assertThatThrownBy(() -> Pem.privateKey(dir.resolve("rsae.pem"), "wrong"))
                .hasMessageContaining("password");
        assertThatThrownBy(() -> Pem.privateKey(dir.resolve("rsae.pem"), null)).hasMessageContaining("a password");
        openssl("ecparam", "-name", "secp384r1", "-genkey", "-out", "ec1.pem");
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ec2.pem");
        openssl("pkcs8", "-topk8", "-nocrypt", "-in", "ec2.pem", "-out", "ec8.pem");
        assertThat(Pem.privateKey(dir.resolve("ec1.pem"), null).getAlgorithm()).isEqualTo("EC");
        assertThat(((ECPrivateKey) Pem.privateKey(dir.resolve("ec2.pem"), null)).getS())
                .isEqualTo(((ECPrivateKey) Pem.privateKey(dir.resolve("ec8.pem"), null)).getS());
        openssl("genpkey", "-algorithm", "ed25519", "-out", "ed.pem");
        assertThat(Pem.privateKey(dir.resolve("ed.pem"), null).getAlgorithm()).isEqualTo("EdDSA");
        for (String key : List.of("rsa1.pem", "ec1.pem", "ec2.pem", "ed.pem")) {
            openssl("req", "-x509", "-key", key, "-subj", "/CN=localhost", "-out", "cert.pem");
            assertThat(PrivateCertificate.fromPem(dir.resolve("cert.pem"), dir.resolve(key))
                            .load()
                            .chain())
                    .as(key)
                    .hasSize(1);
        }
    }

    @Test
    @Spec("END-034")
    void trustsWhatItCanReadOfADirectory() throws Exception {
        TestAuthority second = TestAuthority.create();
        Path roots = Files.createDirectory(dir.resolve("roots"));
        TestAuthority.write(roots.resolve("one.pem"), List.of(AUTHORITY.root()));
        TestAuthority.write(roots.resolve("again.pem"), List.of(AUTHORITY.root()));
        TestAuthority.write(roots.resolve("two.PEM"), List.of(second.root()));
        TestAuthority.write(
                roots.resolve("three.crt"), List.of(TestAuthority.create().root()));
        Files.writeString(
                roots.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Files.createDirectory(roots.resolve("directory.pem"));
        assertThat(TrustRoots.fromDirectory(roots).trustManager().getAcceptedIssuers())
                .containsExactlyInAnyOrder(AUTHORITY.root(), second.root());
        Path empty = Files.createDirectory(dir.resolve("empty"));
        X509Certificate[] chain = {AUTHORITY.root()};
        assertThatThrownBy(() -> TrustRoots.fromDirectory(empty).trustManager().checkServerTrusted(chain, "EC"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("nobody is trusted");
        assertThat(TrustRoots.fromPem(roots.resolve("one.pem"), roots.resolve("two.PEM"))
                        .trustManager()
                        .getAcceptedIssuers())
                .hasSize(2);
        assertThat(TrustRoots.platform().trustManager().getAcceptedIssuers()).isNotEmpty();
    }

    private static boolean isInstalled(String program) throws Exception {
        try {
            return new ProcessBuilder(program, "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path log = dir.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
