/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netwistd web --proxy}. */
class WebProxyIT {

    @TempDir
    Path directory;

    @Test
    @Spec("RES-083")
    void leadsWhereItMay() throws Exception {
        Files.writeString(directory.resolve("page.txt"), "hello");
        String local = "tcp:0:interface=127.0.0.1";
        try (Launched site = Launched.start(directory, "web", "--listen", local, "--path", ".");
                Launched proxy =
                        Launched.start(directory, "web", "--proxy", "--listen", local, "--proxy-to", "127.0.0.1:*")) {
            HttpClient client = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())))
                    .build();
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + site.port() + "/page.txt"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode() + page.body()).isEqualTo("200hello");
            HttpResponse<String> other = client.send(
                    HttpRequest.newBuilder(URI.create("http://other.invalid/")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(other.statusCode()).isEqualTo(403);
        }
    }

    @Test
    @Spec("RES-130")
    void whatMakesNoSenseIsAnError() throws Exception {
        assertThat(Launched.run(directory, "web", "--proxy", "--path", ".").err())
                .startsWith("netwistd: web: --proxy: ");
        assertThat(Launched.run(directory, "web", "--proxy-to", "a:1", "--path", ".")
                        .err())
                .startsWith("netwistd: web: --proxy-to: ");
        assertThat(Launched.run(directory, "web", "--proxy", "--proxy-to", "a").err())
                .startsWith("netwistd: web: --proxy-to: a (expected: HOST:PORT");
    }
}
