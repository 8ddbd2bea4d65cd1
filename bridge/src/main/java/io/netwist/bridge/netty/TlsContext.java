/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netwist.bridge.tls.ClientAuth;
import io.netwist.bridge.tls.PeerVerification;
import io.netwist.bridge.tls.PrivateCertificate;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsProvider;
import io.netwist.bridge.tls.TrustRoots;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes the engines of all connections with the same options; made anew when their files have changed. */
final class TlsContext {

    private static final Logger LOG = LoggerFactory.getLogger(TlsOptions.class);

    private final boolean client;
    private final TlsOptions options;
    private final List<String> protocols;
    private final LongSupplier clock;
    private final List<Path> files;

    private SslContext current;
    private List<FileStamp> stamps;
    private long lookedAt;

    /** What is wrong with the files as they are now and has been reported; null while they are good. */
    private @Nullable String broken;

    /**
     * @param protocols what to offer by ALPN, in place of the options'
     * @throws IllegalArgumentException if the options or their files cannot be used
     */
    TlsContext(boolean client, TlsOptions options, List<String> protocols, LongSupplier clock) {
        this.client = client;
        this.options = options;
        this.protocols = protocols;
        this.clock = clock;
        this.files = filesOf(options);
        this.stamps = FileStamp.of(files);
        this.lookedAt = clock.getAsLong();
        this.current = build();
    }

    private static List<Path> filesOf(TlsOptions options) {
        List<Path> all = new ArrayList<>();
        if (options.certificate() != null) {
            all.addAll(options.certificate().files());
        }
        if (options.trustRoots() != null) {
            all.addAll(options.trustRoots().files());
        }
        return all;
    }

    /** For the next handshake. Looks at the files if the last look is old, and reads those that have changed. */
    SslContext forHandshake() {
        long now = clock.getAsLong();
        if (!files.isEmpty() && now - lookedAt >= options.reloadAfter().toNanos()) {
            lookedAt = now;
            look();
        }
        return current;
    }

    private void look() {
        List<FileStamp> seen = FileStamp.of(files);
        if (broken == null && seen.equals(stamps)) {
            return;
        }
        try {
            current = build();
            stamps = seen;
            broken = null;
            LOG.info("TLS uses {} as changed", files);
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            if (!why.equals(broken)) {
                broken = why;
                LOG.error("TLS stays with what {} held before: {}", files, why);
            }
        }
    }

    private SslContext build() {
        try {
            SslContextBuilder builder = client ? clientBuilder() : serverBuilder();
            builder.sslProvider(provider()).protocols(options.versions());
            if (!options.ciphers().isEmpty()) {
                builder.ciphers(checkedCiphers());
            }
            if (!protocols.isEmpty()) {
                builder.applicationProtocolConfig(negotiation());
            }
            return builder.build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        // Of java.nio's exceptions the message is only the file's name.
        return e.getClass().getPackageName().equals("java.nio.file") ? e.toString() : String.valueOf(e.getMessage());
    }

    private SslContextBuilder serverBuilder() throws IOException, GeneralSecurityException {
        PrivateCertificate certificate = options.certificate();
        if (certificate == null) {
            throw new IllegalArgumentException("certificate: none (expected: one, for a server)");
        }
        PrivateCertificate.Loaded own = certificate.load();
        SslContextBuilder builder = SslContextBuilder.forServer(own.key(), own.chain());
        ClientAuth asked = options.clientAuth();
        if (asked != ClientAuth.NONE) {
            builder.clientAuth(
                    asked == ClientAuth.REQUIRED
                            ? io.netty.handler.ssl.ClientAuth.REQUIRE
                            : io.netty.handler.ssl.ClientAuth.OPTIONAL);
            builder.trustManager(roots().trustManager());
        }
        return builder;
    }

    private SslContextBuilder clientBuilder() throws IOException, GeneralSecurityException {
        SslContextBuilder builder = SslContextBuilder.forClient();
        PrivateCertificate certificate = options.certificate();
        if (certificate != null) {
            PrivateCertificate.Loaded own = certificate.load();
            builder.keyManager(own.key(), own.chain());
        }
        PeerVerification verification = options.verification();
        builder.endpointIdentificationAlgorithm(verification == PeerVerification.CHAIN_AND_NAME ? "HTTPS" : null);
        if (verification == PeerVerification.NONE) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else {
            builder.trustManager(roots().trustManager());
        }
        return builder;
    }

    private TrustRoots roots() {
        return Objects.requireNonNullElse(options.trustRoots(), TrustRoots.platform());
    }

    private SslProvider provider() {
        if (options.provider() == TlsProvider.JDK) {
            return SslProvider.JDK;
        }
        if (!OpenSsl.isAvailable()) {
            throw new IllegalArgumentException(
                    "provider: OPENSSL (expected: JDK, or netty-tcnative on the class path)",
                    OpenSsl.unavailabilityCause());
        }
        return SslProvider.OPENSSL;
    }

    private List<String> checkedCiphers() throws GeneralSecurityException {
        Collection<String> known =
                options.provider() == TlsProvider.JDK ? jdkCiphers() : OpenSsl.availableJavaCipherSuites();
        for (String each : options.ciphers()) {
            if (!known.contains(each)) {
                throw new IllegalArgumentException("ciphers: " + each + " (expected: one that " + options.provider()
                        + " has, for example TLS_AES_128_GCM_SHA256)");
            }
        }
        return options.ciphers();
    }

    private static List<String> jdkCiphers() throws GeneralSecurityException {
        SSLContext any = SSLContext.getInstance("TLS");
        any.init(null, null, null);
        return List.of(any.getSupportedSSLParameters().getCipherSuites());
    }

    private ApplicationProtocolConfig negotiation() {
        // OpenSSL's binding cannot end the handshake when nothing is common to both sides.
        boolean jdk = options.provider() == TlsProvider.JDK;
        return new ApplicationProtocolConfig(
                Protocol.ALPN,
                jdk ? SelectorFailureBehavior.FATAL_ALERT : SelectorFailureBehavior.NO_ADVERTISE,
                jdk ? SelectedListenerFailureBehavior.FATAL_ALERT : SelectedListenerFailureBehavior.ACCEPT,
                protocols);
    }
}
