/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.files.StaticFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our server and curl. */
class Http2CurlIT {

    @TempDir
    Path dir;

    @ParameterizedTest
    @Spec({"H2-001", "H2-003", "RES-048"})
    @CsvSource({
        "false, --http2-prior-knowledge, 2",
        "false, --http2, 2",
        "false, --http1.1, 1.1",
        "true, --http2, 2",
        "true, --http1.1, 1.1",
        "true, --no-alpn, 1.1",
    })
    void servesCurl(boolean secure, String how, String version) throws Exception {
        byte[] data = new byte[1_500_000];
        new Random(1).nextBytes(data);
        Files.write(dir.resolve("data"), data);
        try (NettyReactor reactor = NettyReactor.create()) {
            Resource root = new Resource() {};
            root.putChild("files", new StaticFile(dir));
            root.putChild("echo", new RecordedSite.Echo());
            ListenOptions local = ListenOptions.defaults().withInterface("127.0.0.1");
            Site site = new Site(root);
            int port = (secure
                            ? reactor.listenSSL(
                                    0,
                                    site,
                                    TlsOptions.forServer(TestAuthority.create().issue("127.0.0.1")),
                                    local)
                            : reactor.listenTCP(0, site, local))
                    .getHost()
                    .port();
            String url = (secure ? "https" : "http") + "://127.0.0.1:" + port;
            Path got = dir.resolve("got");
            String said =
                    curl(reactor, how, "-o", got.toString(), "-w", "%{http_code} %{http_version}", url + "/files/data");
            assertThat(said).isEqualTo("200 " + version);
            assertThat(Files.mismatch(got, dir.resolve("data"))).isEqualTo(-1);
            assertThat(curl(reactor, how, "-d", "hello", url + "/echo")).isEqualTo("[hello]");
        }
    }

    private static String curl(NettyReactor reactor, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-k", "-m", "15"));
        command.addAll(List.of(arguments));
        return reactor.runUntil(
                reactor.deferToThread(() -> {
                    Process process = new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
                    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                }),
                Duration.ofSeconds(30));
    }
}
