/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its private key, and those between it and a root: who we are.
 *
 * <p>One that is made from files names them only; they are read when it is used, and again when they have changed. Immutable;
 * equal if made from equal things. Source: {@code twisted.internet.ssl.PrivateCertificate} and {@code KeyPair}.
 */
public final class PrivateCertificate {

    /** What makes two of them equal; the first element says which kind it is. */
    private final List<Object> source;

    private final List<Path> files;
    private final Reading reading;

    /** Reads the files, or does not need to. */
    private interface Reading {
        Loaded load() throws IOException, GeneralSecurityException;
    }

    /**
     * A certificate as read.
     *
     * @param key belongs to the first certificate
     * @param chain the certificate, then each one's issuer; at least one
     */
    public record Loaded(PrivateKey key, List<X509Certificate> chain) {

        /**
         * Checks that the two belong together.
         *
         * @param key of the first certificate
         * @param chain at least one
         * @throws IllegalArgumentException if the chain is empty or begins with another key's certificate
         */
        public Loaded {
            chain = List.copyOf(chain);
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("chain: empty (expected: a certificate)");
            }
            if (!PrivateKeys.belongTogether(key, chain.get(0).getPublicKey())) {
                throw new IllegalArgumentException("key: not the one of the certificate of "
                        + chain.get(0).getSubjectX500Principal() + " (expected: its private key)");
            }
        }
    }

    private PrivateCertificate(List<Object> source, List<Path> files, Reading reading) {
        this.source = source;
        this.files = files;
        this.reading = reading;
    }

    /**
     * From objects. Source: {@code PrivateCertificate.fromCertificateAndKeyPair}.
     *
     * @param key belongs to the first certificate
     * @param chain the certificate, then each one's issuer; the root may be left out
     * @return the certificate
     * @throws IllegalArgumentException if the chain is empty or begins with another key's certificate
     */
    public static PrivateCertificate of(PrivateKey key, List<X509Certificate> chain) {
        Loaded loaded = new Loaded(key, chain);
        return new PrivateCertificate(List.of("objects", loaded), List.of(), () -> loaded);
    }

    /**
     * From one file in PEM form that holds both key and certificate.
     *
     * @param file holds the private key, and the certificate followed by its chain
     * @return the certificate; nothing is read yet
     */
    public static PrivateCertificate fromPem(Path file) {
        return fromPem(file, file);
    }

    /**
     * From files in PEM form.
     *
     * @param chain holds the certificate, then each one's issuer
     * @param key holds the private key as PKCS#8, PKCS#1 (RSA) or SEC 1 (EC), not encrypted
     * @return the certificate; nothing is read yet
     */
    public static PrivateCertificate fromPem(Path chain, Path key) {
        return pem(List.of(chain), key, null);
    }

    /**
     * From files in PEM form, with a chain apart or an encrypted key.
     *
     * @param chain hold the certificate, then each one's issuer, in the order of the files; one without any certificate is an
     *     error
     * @param key holds the private key; as PKCS#8 it may be encrypted
     * @param password decrypts the key, or null
     * @return the certificate; nothing is read yet
     * @throws IllegalArgumentException if no file is given
     */
    public static PrivateCertificate fromPem(List<Path> chain, Path key, @Nullable String password) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain: no file (expected: one with the certificate)");
        }
        return pem(List.copyOf(chain), key, password);
    }

    private static PrivateCertificate pem(List<Path> chain, Path key, @Nullable String password) {
        List<Path> files = new ArrayList<>(chain);
        files.add(Objects.requireNonNull(key, "key"));
        return new PrivateCertificate(
                List.of("pem", List.copyOf(files), Objects.requireNonNullElse(password, "")),
                List.copyOf(files),
                () -> readPem(chain, key, password));
    }

    private static Loaded readPem(List<Path> chain, Path key, @Nullable String password)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Path file : chain) {
            List<X509Certificate> found = Pem.certificates(file);
            if (found.isEmpty()) {
                throw new CertificateException(file + ": no certificate (expected: at least one in PEM form)");
            }
            certificates.addAll(found);
        }
        return new Loaded(Pem.privateKey(key, password), certificates);
    }

    /**
     * From a key store in PKCS#12 form, which is what {@code keytool} makes.
     *
     * @param file holds one private key with its chain; of several, the first by alias is taken
     * @param password opens the store and the key
     * @return the certificate; nothing is read yet
     */
    public static PrivateCertificate fromPkcs12(Path file, String password) {
        Objects.requireNonNull(password, "password");
        return new PrivateCertificate(
                List.of("pkcs12", file, password), List.of(file), () -> readPkcs12(file, password.toCharArray()));
    }

    private static Loaded readPkcs12(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        List<String> aliases = Collections.list(store.aliases());
        Collections.sort(aliases);
        for (String alias : aliases) {
            Key key = store.getKey(alias, password);
            Certificate[] chain = store.getCertificateChain(alias);
            if (key instanceof PrivateKey privateKey && chain != null) {
                List<X509Certificate> certificates = new ArrayList<>();
                for (Certificate each : chain) {
                    certificates.add((X509Certificate) each);
                }
                return new Loaded(privateKey, certificates);
            }
        }
        throw new GeneralSecurityException(file + ": no private key with a certificate (expected: one)");
    }

    /**
     * Reads it. Blocks on the disk.
     *
     * @return key and chain as they are now
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if a file holds something else; its message names the file
     * @throws IllegalArgumentException if key and certificate do not belong together
     */
    public Loaded load() throws IOException, GeneralSecurityException {
        return reading.load();
    }

    /**
     * The files that it is read from.
     *
     * @return perhaps none
     */
    public List<Path> files() {
        return files;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PrivateCertificate that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return "certificate from " + (files.isEmpty() ? "memory" : files);
    }
}
