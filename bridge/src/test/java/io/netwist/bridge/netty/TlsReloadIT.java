/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static io.netwist.bridge.netty.Loopback.LOCAL;
import static io.netwist.bridge.netty.Loopback.end;
import static io.netwist.bridge.netty.TlsLoopback.AUTHORITY;
import static io.netwist.bridge.netty.TlsLoopback.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.error.TlsFailedException;
import io.netwist.bridge.netty.TlsLoopback.Secure;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.PrivateCertificate;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TrustRoots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that change while the server runs. */
class TlsReloadIT {

    private final NettyReactor reactor = NettyReactor.create();

    /** For each connection that is accepted. */
    private final Deque<Secure> servers = new ArrayDeque<>();

    @TempDir
    Path dir;

    @AfterEach
    void close() {
        reactor.close();
    }

    private ListeningPort listen(TlsOptions tls) {
        return reactor.listenSSL(
                0,
                peer -> {
                    Secure made = new Secure();
                    servers.add(made);
                    return made;
                },
                tls,
                LOCAL);
    }

    private Secure connect(ListeningPort port, TlsOptions tls) throws Exception {
        Secure client = new Secure();
        reactor.connectSSL("127.0.0.1", port.getHost().port(), peer -> client, tls);
        reactor.runUntil(client.secured, LIMIT);
        return client;
    }

    private static X509Certificate leaf(PrivateCertificate certificate) throws Exception {
        return certificate.load().chain().get(0);
    }

    /** As a careful tool does it: the file is there, old or new, at any time. */
    private void replace(Path file, PrivateCertificate certificate) throws Exception {
        Path fresh = TestAuthority.write(dir.resolve("fresh"), certificate);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void servesWhatTheFilesHoldAndKeepsConnectionsAndTheLastGoodOnes() throws Exception {
        PrivateCertificate first = AUTHORITY.issue("127.0.0.1");
        PrivateCertificate second = AUTHORITY.issue("127.0.0.1");
        PrivateCertificate third = AUTHORITY.issue("127.0.0.1");
        Path file = TestAuthority.write(dir.resolve("server.pem"), first);
        try (LogCapture log = LogCapture.of("io.netwist.bridge.tls")) {
            ListeningPort port = listen(
                    TlsOptions.forServer(PrivateCertificate.fromPem(file)).withReloadAfter(Duration.ZERO));
            Secure old = connect(port, CLIENT);
            assertThat(old.tls().peerCertificate()).contains(leaf(first));

            replace(file, second);
            assertThat(connect(port, CLIENT).tls().peerCertificate()).contains(leaf(second));

            Files.writeString(file, "-----BEGIN CERTIFICATE-----\n");
            for (int i = 0; i < 3; i++) {
                assertThat(connect(port, CLIENT).tls().peerCertificate()).contains(leaf(second));
            }
            Files.delete(file);
            assertThat(connect(port, CLIENT).tls().peerCertificate()).contains(leaf(second));
            assertThat(log.errors()).as("once for each thing that is wrong").hasSize(2);
            assertThat(log.errors().get(0).getFormattedMessage()).contains("server.pem: no certificate");
            assertThat(log.errors().get(1).getFormattedMessage()).contains("NoSuchFileException");

            replace(file, third);
            assertThat(connect(port, CLIENT).tls().peerCertificate()).contains(leaf(third));
            assertThat(log.errors()).hasSize(2);
        }
        Secure old = servers.getFirst();
        assertThat(old.transport().isConnected()).isTrue();
        old.transport().write("still here");
        old.transport().loseConnection();
        end(reactor, old);
    }

    /** A key that does not belong to the certificate is what one sees between two renames. */
    @Test
    void waitsForTheKeyThatBelongsToTheCertificate() throws Exception {
        PrivateCertificate first = AUTHORITY.issue("127.0.0.1");
        PrivateCertificate second = AUTHORITY.issue("127.0.0.1");
        Path chain = TestAuthority.write(dir.resolve("chain.pem"), first.load().chain());
        Path key = TestAuthority.write(dir.resolve("key.pem"), first);
        try (LogCapture log = LogCapture.of("io.netwist.bridge.tls")) {
            ListeningPort port = listen(
                    TlsOptions.forServer(PrivateCertificate.fromPem(chain, key)).withReloadAfter(Duration.ZERO));
            TestAuthority.write(chain, second.load().chain());
            Files.setLastModifiedTime(chain, FileTime.fromMillis(1));
            assertThat(connect(port, CLIENT).tls().peerCertificate()).contains(leaf(first));
            replace(key, second);
            assertThat(connect(port, CLIENT).tls().peerCertificate()).contains(leaf(second));
            assertThat(log.errors()).hasSize(1);
        }
    }

    /** As Kubernetes does it: the files are links through a link to a directory, and that link is replaced. */
    @Test
    void seesThatALinkPointsElsewhere() throws Exception {
        PrivateCertificate first = AUTHORITY.issue("127.0.0.1");
        PrivateCertificate second = AUTHORITY.issue("127.0.0.1");
        for (int i = 1; i <= 2; i++) {
            Path version = Files.createDirectory(dir.resolve(".." + i));
            TestAuthority.write(version.resolve("tls.pem"), i == 1 ? first : second);
            Files.setLastModifiedTime(version.resolve("tls.pem"), FileTime.fromMillis(1));
        }
        Files.createSymbolicLink(dir.resolve("..data"), Path.of("..1"));
        Path file = Files.createSymbolicLink(dir.resolve("tls.pem"), Path.of("..data", "tls.pem"));
        ListeningPort port =
                listen(TlsOptions.forServer(PrivateCertificate.fromPem(file)).withReloadAfter(Duration.ZERO));
        assertThat(connect(port, CLIENT).tls().peerCertificate()).contains(leaf(first));
        Files.createSymbolicLink(dir.resolve("..tmp"), Path.of("..2"));
        Files.move(dir.resolve("..tmp"), dir.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(connect(port, CLIENT).tls().peerCertificate()).contains(leaf(second));
    }

    @Test
    void trustsWhatTheDirectoryHolds() throws Exception {
        TestAuthority added = TestAuthority.create();
        Path roots = Files.createDirectory(dir.resolve("roots"));
        TestAuthority.write(roots.resolve("a.pem"), List.of(AUTHORITY.root()));
        ListeningPort port = listen(TlsOptions.forServer(AUTHORITY.issue("127.0.0.1"))
                .withTrustRoots(TrustRoots.fromDirectory(roots))
                .withReloadAfter(Duration.ZERO));
        TlsOptions client = CLIENT.withCertificate(added.issue("bob"));
        Secure refused = connect(port, client);
        assertThat(end(reactor, refused)).isEqualTo(TlsFailedException.class);
        TestAuthority.write(roots.resolve("b.pem"), List.of(added.root()));
        Secure served = connect(port, client);
        reactor.runUntil(servers.getLast().secured, LIMIT);
        assertThat(served.transport().isConnected()).isTrue();
    }
}
