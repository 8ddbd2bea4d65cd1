/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose word we take for who a peer is.
 *
 * <p>Roots that are made from files name them only; they are read when they are used, and again when they have changed.
 * Immutable; equal if made from equal things. Source: {@code twisted.internet.ssl.platformTrust} and {@code
 * trustRootFromCertificates}.
 */
public final class TrustRoots {

    private static final Logger LOG = LoggerFactory.getLogger(TrustRoots.class);

    private static final TrustRoots PLATFORM = new TrustRoots(List.of("platform"), List.of(), () -> null);

    /** What makes two of them equal; the first element says which kind it is. */
    private final List<Object> source;

    private final List<Path> files;
    private final Reading reading;

    /** Reads the certificates, or does not need to; null for the JDK's own. */
    private interface Reading {
        @Nullable
        List<X509Certificate> load() throws IOException, GeneralSecurityException;
    }

    private TrustRoots(List<Object> source, List<Path> files, Reading reading) {
        this.source = source;
        this.files = files;
        this.reading = reading;
    }

    /**
     * Those that the JDK trusts: its {@code cacerts}, or {@code javax.net.ssl.trustStore}.
     *
     * @return the platform's roots
     */
    public static TrustRoots platform() {
        return PLATFORM;
    }

    /**
     * Exactly these certificates: what they have signed, and they themselves.
     *
     * @param certificates authorities, or single peers' own
     * @return the roots
     * @throws IllegalArgumentException if there is none
     */
    public static TrustRoots of(List<X509Certificate> certificates) {
        List<X509Certificate> copy = List.copyOf(certificates);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("certificates: none (expected: at least one)");
        }
        return new TrustRoots(List.of("certificates", copy), List.of(), () -> copy);
    }

    /**
     * All certificates in files in PEM form.
     *
     * @param files each with at least one certificate
     * @return the roots; nothing is read yet
     */
    public static TrustRoots fromPem(Path... files) {
        List<Path> copy = List.of(files);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("files: none (expected: at least one)");
        }
        return new TrustRoots(List.of("pem", copy), copy, () -> readFiles(copy));
    }

    private static List<X509Certificate> readFiles(List<Path> files) throws IOException, GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        for (Path file : files) {
            List<X509Certificate> found = Pem.certificates(file);
            if (found.isEmpty()) {
                throw new CertificateException(file + ": no certificate (expected: at least one in PEM form)");
            }
            all.addAll(found);
        }
        return all;
    }

    /**
     * The certificates of a directory: of all its files whose names end in {@code .pem}, in any case. A file that cannot be
     * read, or holds something else, is passed over.
     *
     * @param directory of authorities; one that has none trusts nobody
     * @return the roots; nothing is read yet
     */
    public static TrustRoots fromDirectory(Path directory) {
        return new TrustRoots(
                List.of("directory", directory), List.of(directory), () -> List.copyOf(readDirectory(directory)));
    }

    private static Set<X509Certificate> readDirectory(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(each -> each.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .endsWith(".pem"))
                    .sorted()
                    .toList();
        }
        Set<X509Certificate> found = new LinkedHashSet<>();
        for (Path file : files) {
            try {
                found.addAll(Pem.certificates(file));
            } catch (IOException | GeneralSecurityException e) {
                LOG.debug("{} holds no certificate to trust: {}", file, e.getMessage());
            }
        }
        return found;
    }

    /**
     * What decides for the JDK whether a peer is trusted. Blocks on the disk.
     *
     * @return an {@code X509ExtendedTrustManager} of the JDK
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if a file holds something else; its message names the file
     */
    public X509TrustManager trustManager() throws IOException, GeneralSecurityException {
        List<X509Certificate> roots = reading.load();
        KeyStore store = null;
        if (roots != null) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry("root" + i, roots.get(i));
            }
        }
        if (roots != null && roots.isEmpty()) {
            return new TrustNobody();
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509TrustManager manager) {
                return manager;
            }
        }
        throw new GeneralSecurityException(factory.getAlgorithm() + " gives no X509TrustManager");
    }

    /** The JDK's own cannot be made without a root. */
    private static final class TrustNobody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            refuse(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            refuse(chain);
        }

        private static void refuse(X509Certificate[] chain) throws CertificateException {
            throw new CertificateException(
                    "nobody is trusted to vouch for " + chain[0].getSubjectX500Principal(),
                    new CertPathValidatorException("no root"));
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /**
     * The files, and directories of files, that they are read from.
     *
     * @return perhaps none
     */
    public List<Path> files() {
        return files;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrustRoots that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return "roots from " + (files.isEmpty() ? Objects.toString(source.get(0)) : files);
    }
}
