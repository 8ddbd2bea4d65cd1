/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorTls;
import io.netwist.bridge.tls.PeerVerification;
import io.netwist.bridge.tls.PrivateCertificate;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsVersion;
import io.netwist.bridge.tls.TrustRoots;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The types of descriptions that speak TLS. Source: {@code _parseSSL}, {@code _parseClientSSL}, {@code _parseClientTLS}. */
final class TlsTypes {

    private static final Logger LOG = LoggerFactory.getLogger(TlsOptions.class);

    private TlsTypes() {}

    static Function<Reactor, ServerEndpoint> sslServer(EndpointArguments arguments) {
        int port = arguments.port("port", 0);
        Path key = Path.of(arguments.text("privateKey", "server.pem"));
        Path certificate = Path.of(arguments.text("certKey", key.toString()));
        String extra = arguments.named("extraCertChain");
        List<Path> chain = extra == null ? List.of(certificate) : List.of(certificate, Path.of(extra));
        String parameters = arguments.named("dhParameters");
        if (parameters != null) {
            throw EndpointArguments.wrong("dhParameters", parameters, "none; the JDK has groups of its own");
        }
        PrivateCertificate own = PrivateCertificate.fromPem(chain, key, null);
        TlsOptions tls = method(TlsOptions.forServer(own), arguments.named("sslmethod"));
        ListenOptions options = BuiltInTypes.listenOptions(arguments, "");
        return reactor -> new TlsServerEndpoint(tlsOf(reactor), port, readable(tls), options);
    }

    /** Twisted's names for what OpenSSL calls a method. */
    private static TlsOptions method(TlsOptions tls, @Nullable String method) {
        if (method == null) {
            return tls;
        }
        return switch (method) {
            case "TLS_METHOD", "SSLv23_METHOD" -> tls;
            case "TLSv1_METHOD" -> tls.withVersions(TlsVersion.TLS_1_0, TlsVersion.TLS_1_0);
            case "TLSv1_1_METHOD" -> tls.withVersions(TlsVersion.TLS_1_1, TlsVersion.TLS_1_1);
            case "TLSv1_2_METHOD" -> tls.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2);
            default ->
                throw EndpointArguments.wrong(
                        "sslmethod",
                        method,
                        "TLS_METHOD, SSLv23_METHOD, TLSv1_METHOD, TLSv1_1_METHOD or TLSv1_2_METHOD");
        };
    }

    static Function<Reactor, ClientEndpoint> sslClient(EndpointArguments arguments) {
        String host = BuiltInTypes.host(arguments);
        int port = arguments.port("port", 1);
        ConnectOptions options = BuiltInTypes.connectOptions(arguments);
        String hostname = arguments.named("hostname");
        String roots = arguments.named("caCertsDir");
        TlsOptions trusting = trusting(TlsOptions.defaults(), roots);
        TlsOptions checking = hostname != null
                ? trusting.withHostname(hostname)
                : trusting.withVerification(roots != null ? PeerVerification.CHAIN : PeerVerification.NONE);
        TlsOptions tls = presenting(checking, "certKey", arguments);
        return reactor -> {
            if (tls.verification() == PeerVerification.NONE) {
                LOG.warn(
                        "ssl:{}:{} takes anybody for its server (hostname and caCertsDir are missing; tls: checks it)",
                        host,
                        port);
            }
            return new TlsClientEndpoint(readable(tls), new TcpClientEndpoint(reactor, host, port, options));
        };
    }

    static Function<Reactor, ClientEndpoint> tlsClient(EndpointArguments arguments) {
        String host = BuiltInTypes.host(arguments);
        int port = arguments.port("port", 1);
        ConnectOptions options = BuiltInTypes.connectOptions(arguments);
        TlsOptions trusting = trusting(TlsOptions.forClient(host), arguments.named("trustRoots"));
        TlsOptions tls = presenting(trusting, "certificate", arguments);
        String carrier = arguments.named("endpoint");
        Function<Reactor, ClientEndpoint> below = carrier == null
                ? reactor -> new HostnameEndpoint(reactor, host, port, options)
                : Endpoints.parseClient(carrier);
        return reactor -> new TlsClientEndpoint(readable(tls), below.apply(reactor));
    }

    private static TlsOptions trusting(TlsOptions tls, @Nullable String directory) {
        return directory == null ? tls : tls.withTrustRoots(TrustRoots.fromDirectory(Path.of(directory)));
    }

    /** A client's own certificate needs its key, which may be in the same file. */
    private static TlsOptions presenting(TlsOptions tls, String certificateName, EndpointArguments arguments) {
        String certificate = arguments.named(certificateName);
        String key = arguments.named("privateKey");
        if (certificate == null && key == null) {
            return tls;
        }
        if (certificate == null || key == null) {
            throw new IllegalArgumentException((certificate == null ? certificateName : "privateKey") + " is missing"
                    + " (expected: both or none)");
        }
        return tls.withCertificate(PrivateCertificate.fromPem(Path.of(certificate), Path.of(key)));
    }

    /** Fails while the description is at hand, and while a process that gives its rights away still has them. */
    private static TlsOptions readable(TlsOptions tls) {
        try {
            if (tls.certificate() != null) {
                tls.certificate().load();
            }
            if (tls.trustRoots() != null) {
                tls.trustRoots().trustManager();
            }
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(e.getFile() + ": no such file (expected: one in PEM form)", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return tls;
    }

    private static ReactorTls tlsOf(Reactor reactor) {
        if (reactor instanceof ReactorTls tls) {
            return tls;
        }
        throw new IllegalArgumentException(
                "reactor: " + reactor.getClass().getName() + " has no TLS (expected: one that does)");
    }
}
