/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.netty.ChannelTransport;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.files.StaticFile;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site and an agent over TLS. */
class TlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private KeyStore keys() throws Exception {
        Path file = dir.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "password")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "password".toCharArray());
        }
        return keys;
    }

    /** Puts TLS before a site's protocol. */
    private static final class Encrypted extends BaseProtocol {
        private final SslContext tls;
        private final Site site;

        Encrypted(SslContext tls, Site site) {
            this.tls = tls;
            this.site = site;
        }

        @Override
        public void connectionMade() {
            transport()
                    .as(ChannelTransport.class)
                    .orElseThrow()
                    .pipeline()
                    .addFirst(tls.newHandler(UnpooledByteBufAllocator.DEFAULT));
            transport().switchProtocol(site.buildProtocol(transport().getPeer()));
        }
    }

    @Test
    @Spec({"HTTP-087", "CLI-055", "RES-048"})
    void servesFilesOverTls() throws Exception {
        KeyStore keys = keys();
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, "password".toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        byte[] content = new byte[1_000_001];
        new Random(7).nextBytes(content);
        Files.write(dir.resolve("large.bin"), content);
        Resource root = new Resource() {};
        root.putChild("files", new StaticFile(dir));
        root.putChild("secure", new Resource() {
            @Override
            protected Rendering render_GET(Request request) {
                return text("secure: " + request.isSecure());
            }
        });
        Site site = new Site(root);
        SslContext server = SslContextBuilder.forServer(own).build();
        SslContext client = SslContextBuilder.forClient().trustManager(trust).build();
        try (NettyReactor reactor = NettyReactor.create()) {
            ListeningPort port = reactor.listenTCP(
                    0,
                    peer -> new Encrypted(server, site),
                    ListenOptions.defaults().withInterface("127.0.0.1"));
            String url = "https://localhost:" + port.getHost().port();
            Agent agent = new Agent(reactor, AgentOptions.defaults(), client);
            for (int i = 0; i < 2; i++) {
                assertThat(reactor.runUntil(
                                agent.request("GET", url + "/files/large.bin")
                                        .addCallbackDeferring(Agent.Response::bytes),
                                LIMIT))
                        .isEqualTo(content);
            }
            assertThat(reactor.runUntil(
                            agent.request("GET", url + "/secure").addCallbackDeferring(Agent.Response::text), LIMIT))
                    .isEqualTo("secure: true");
            assertThatThrownBy(() -> reactor.runUntil(new Agent(reactor).request("GET", url), LIMIT))
                    .as("nobody vouches for this server")
                    .isInstanceOf(ResponseNeverReceived.class)
                    .hasMessageContaining("PKIX");
        }
    }
}
