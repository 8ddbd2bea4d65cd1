/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.testing.TestAuthority;
import io.netwist.deferred.testing.Spec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netwistd web} on a port of TLS. */
class WebTlsIT {

    @TempDir
    Path directory;

    @Test
    @Spec("H2-001")
    void speaksHttp2() throws Exception {
        Files.writeString(directory.resolve("page.txt"), "hello");
        TestAuthority authority = TestAuthority.create();
        Path pem = TestAuthority.write(directory.resolve("server.pem"), authority.issue("localhost"));
        KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        roots.load(null, null);
        roots.setCertificateEntry("root", authority.root());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (Launched launched = Launched.start(
                directory, "web", "--listen", "ssl:0:privateKey=" + pem + ":interface=127.0.0.1", "--path", ".")) {
            HttpResponse<String> page = HttpClient.newBuilder()
                    .sslContext(tls)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create("https://localhost:" + launched.port() + "/page.txt"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(page.body()).isEqualTo("hello");
        }
    }
}
