/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.tls.PrivateCertificate;
import io.netwist.bridge.tls.TrustRoots;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority for tests: makes certificates that are good for a day, in milliseconds and without a file.
 *
 * <pre>{@code
 * TestAuthority authority = TestAuthority.create();
 * TlsOptions server = TlsOptions.forServer(authority.issue("localhost", "127.0.0.1"));
 * TlsOptions client = TlsOptions.defaults().withTrustRoots(authority.roots());
 * }</pre>
 *
 * <p>Threading: any thread. Source: RFC 5280.
 */
public final class TestAuthority {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");

    /** ecdsa-with-SHA256. */
    private static final byte[] ALGORITHM = Der.sequence(Der.object(1, 2, 840, 10045, 4, 3, 2));

    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey key;
    private final X509Certificate certificate;

    /** From this authority's own certificate up to, but not with, the root's; empty for the root. */
    private final List<X509Certificate> above;

    private final X509Certificate root;
    private final Duration age;

    private TestAuthority(
            PrivateKey key,
            X509Certificate certificate,
            List<X509Certificate> above,
            @Nullable X509Certificate root,
            Duration age) {
        this.key = key;
        this.certificate = certificate;
        this.above = above;
        this.root = root == null ? certificate : root;
        this.age = age;
    }

    /**
     * A new root, which nobody knows.
     *
     * @return the authority
     */
    public static TestAuthority create() {
        KeyPair pair = newKey();
        X500Principal name = new X500Principal("CN=Test authority " + RANDOM.nextInt(1_000_000));
        X509Certificate own =
                sign(pair.getPrivate(), name, name, pair.getPublic(), extensions(true, List.of()), Duration.ZERO);
        return new TestAuthority(pair.getPrivate(), own, List.of(), null, Duration.ZERO);
    }

    /**
     * An authority below this one, whose certificates come with its own.
     *
     * @return the authority; its roots are this one's
     */
    public TestAuthority subordinate() {
        KeyPair pair = newKey();
        X500Principal name = new X500Principal("CN=Subordinate authority " + RANDOM.nextInt(1_000_000));
        X509Certificate own = sign(
                key, certificate.getSubjectX500Principal(), name, pair.getPublic(), extensions(true, List.of()), age);
        List<X509Certificate> chain = new ArrayList<>(above);
        chain.add(0, own);
        return new TestAuthority(pair.getPrivate(), own, List.copyOf(chain), root, age);
    }

    /**
     * The same authority some time ago.
     *
     * @param age what it issues begins that much earlier, and is good for a day
     * @return with a day or more, an authority whose certificates have expired
     */
    public TestAuthority ago(Duration age) {
        return new TestAuthority(key, certificate, above, root, age);
    }

    /**
     * Makes a certificate with a key of its own.
     *
     * @param names hosts, patterns such as {@code *.example.com}, and IP literals; the first is the subject's name as well
     * @return the certificate and what is between it and the root
     */
    public PrivateCertificate issue(String... names) {
        KeyPair pair = newKey();
        X509Certificate made = sign(
                key,
                certificate.getSubjectX500Principal(),
                new X500Principal("CN=" + names[0]),
                pair.getPublic(),
                extensions(false, List.of(names)),
                age);
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(made);
        chain.addAll(above);
        return PrivateCertificate.of(pair.getPrivate(), chain);
    }

    /**
     * Trust in all that comes from the root.
     *
     * @return the one root
     */
    public TrustRoots roots() {
        return TrustRoots.of(List.of(root));
    }

    /**
     * The root's certificate.
     *
     * @return for files of trusted certificates
     */
    public X509Certificate root() {
        return root;
    }

    /**
     * Writes a certificate with its chain, and then its key, into a file in PEM form.
     *
     * @param file is replaced
     * @param certificate what {@link #issue} made
     * @return the file
     * @throws IOException if it cannot be written
     */
    public static Path write(Path file, PrivateCertificate certificate) throws IOException {
        try {
            PrivateCertificate.Loaded loaded = certificate.load();
            return Files.writeString(
                    file, pem(loaded.chain()) + pem("PRIVATE KEY", loaded.key().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("certificate: " + certificate, e);
        }
    }

    /**
     * Writes certificates into a file in PEM form.
     *
     * @param file is replaced
     * @param certificates in their order
     * @return the file
     * @throws IOException if it cannot be written
     */
    public static Path write(Path file, List<X509Certificate> certificates) throws IOException {
        return Files.writeString(file, pem(certificates));
    }

    private static String pem(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : certificates) {
            try {
                text.append(pem("CERTIFICATE", each.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalArgumentException("certificates: " + each, e);
            }
        }
        return text.toString();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no elliptic keys", e);
        }
    }

    private static X509Certificate sign(
            PrivateKey issuerKey,
            X500Principal issuer,
            X500Principal subject,
            PublicKey key,
            byte[] extensions,
            Duration age) {
        Instant begins = Instant.now().minus(age).minus(Duration.ofHours(1));
        byte[] content = Der.sequence(
                Der.element(Der.context(0), Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(63, RANDOM).add(BigInteger.ONE)),
                ALGORITHM,
                issuer.getEncoded(),
                Der.sequence(time(begins), time(begins.plus(Duration.ofDays(1)))),
                subject.getEncoded(),
                key.getEncoded(),
                Der.element(Der.context(3), extensions));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuerKey);
            signature.update(content);
            byte[] whole = Der.sequence(content, ALGORITHM, Der.bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK signs no certificates", e);
        }
    }

    private static byte[] time(Instant instant) {
        return Der.text(Der.UTC_TIME, TIME.format(instant.atOffset(ZoneOffset.UTC)));
    }

    private static byte[] extensions(boolean authority, List<String> names) {
        byte[] yes = Der.element(Der.BOOLEAN, new byte[] {(byte) 0xff});
        List<byte[]> all = new ArrayList<>();
        all.add(Der.sequence(
                Der.object(2, 5, 29, 19),
                yes,
                Der.element(Der.OCTET_STRING, authority ? Der.sequence(yes) : Der.sequence())));
        if (!names.isEmpty()) {
            byte[][] encoded = names.stream().map(TestAuthority::name).toArray(byte[][]::new);
            all.add(Der.sequence(Der.object(2, 5, 29, 17), Der.element(Der.OCTET_STRING, Der.sequence(encoded))));
        }
        return Der.sequence(all.toArray(byte[][]::new));
    }

    private static byte[] name(String name) {
        if (!IpLiterals.isLiteral(name)) {
            return Der.text(Der.primitive(2), name);
        }
        try {
            return Der.element(Der.primitive(7), InetAddress.getByName(name).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("name: " + name + " (expected: an IP address)", e);
        }
    }
}
