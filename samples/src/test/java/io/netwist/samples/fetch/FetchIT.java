/* SPDX-License-Identifier: MIT */
package io.netwist.samples.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.netwist.deferred.Effect;
import io.netwist.samples.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All three fetchers do the same, against the JDK's server. */
class FetchIT {

    private HttpServer server;

    static Stream<Arguments> fetchers() {
        return Stream.of(
                fetcher("blocking", BlockingFetch::main),
                fetcher("callbacks", CallbackFetch::main),
                fetcher("Deferred", DeferredFetch::main));
    }

    private static Arguments fetcher(String name, Effect<String[]> main) {
        return Arguments.of(name, main);
    }

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/page", exchange -> {
            byte[] page = "a page, naïve".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fetchers")
    void printsThePage(String name, Effect<String[]> main) throws Exception {
        assertThat(fetch(main, "/page")).isEqualToIgnoringNewLines("a page, naïve");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fetchers")
    void saysWhyThereIsNone(String name, Effect<String[]> main) throws Exception {
        assertThat(fetch(main, "/nothing")).startsWith("No page: ");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fetchers")
    void saysThatNobodyListens(String name, Effect<String[]> main) throws Exception {
        stopServer();

        assertThat(fetch(main, "/page")).startsWith("No page: ");
    }

    private String fetch(Effect<String[]> main, String path) throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
        return Sample.outputOf(() -> {
            try {
                main.accept(new String[] {url});
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        });
    }
}
