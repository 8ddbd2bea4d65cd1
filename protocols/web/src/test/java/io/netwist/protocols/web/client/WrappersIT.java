/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.testing.Spec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Cookies, compressed bodies, and the form for scripts. */
class WrappersIT extends AgentCase {

    private String text(WebAgent by, String url) throws Exception {
        return wait(by.request("GET", url).addCallbackDeferring(Agent.Response::text));
    }

    private static String found(String location, String cookie) {
        return "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\nSet-Cookie: " + cookie
                + "\r\n\r\n";
    }

    static String gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    static String deflate(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zip = new DeflaterOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    @Spec({"CLI-069", "CLI-074"})
    void sendsBackCookies() throws Exception {
        CannedServer server = new CannedServer(
                reactor,
                head -> head.startsWith("GET /login")
                        ? found("/", "a=1; Path=/\r\nSet-Cookie: b=2; Path=/")
                        : CannedServer.ok("", "in"));
        CookieJar jar = new CookieJar(reactor);
        WebAgent browser = new RedirectAgent(new CookieAgent(agent, jar));
        assertThat(text(browser, server.url + "/login")).isEqualTo("in");
        assertThat(server.requests.get(0)).doesNotContain("Cookie");
        assertThat(server.requests.get(1)).contains("Cookie: a=1; b=2\r\n");
        wait(browser.request(WebRequest.of("GET", server.url).withHeader("Cookie", "own=1"))
                .addCallbackDeferring(Agent.Response::text));
        assertThat(server.requests.get(2)).contains("Cookie: own=1\r\n").doesNotContain("a=1");
        assertThat(jar.size()).isEqualTo(2);
    }

    @Test
    @Spec({"CLI-066", "CLI-067"})
    void decodes() throws Exception {
        String page = "hello ".repeat(100_000);
        String zipped = gzip(page);
        String deflated = deflate(page);
        String twice = gzip(zipped);
        CannedServer server = new CannedServer(reactor, head -> switch (head.split(" ", -1)[1]) {
            case "/gzip" -> CannedServer.ok("Content-Encoding: gzip\r\n", zipped);
            case "/deflate" -> CannedServer.ok("Content-Encoding: Deflate\r\n", deflated);
            case "/twice" -> CannedServer.ok("Content-Encoding: br, gzip\r\nContent-Encoding: gzip\r\n", twice);
            case "/br" -> CannedServer.ok("Content-Encoding: br\r\n", "brotli");
            case "/empty" -> CannedServer.ok("Content-Encoding: gzip\r\n", "");
            default -> CannedServer.ok("", "plain");
        });
        WebAgent decoding = new ContentDecoderAgent(agent);
        assertThat(text(decoding, server.url)).isEqualTo("plain");
        assertThat(server.requests.get(0)).contains("Accept-Encoding: gzip, deflate\r\n");
        Agent.Response response = wait(decoding.request("GET", server.url + "/gzip"));
        assertThat(response.headers().contains("Content-Encoding")).isFalse();
        assertThat(response.headers().contains("Content-Length")).isFalse();
        assertThat(wait(response.text())).isEqualTo(page);
        assertThat(text(decoding, server.url + "/deflate")).isEqualTo(page);
        Agent.Response half = wait(decoding.request("GET", server.url + "/twice"));
        assertThat(half.headers().get("Content-Encoding")).isEqualTo("br");
        assertThat(wait(half.text())).isEqualTo(page);
        assertThat(text(decoding, server.url + "/br")).isEqualTo("brotli");
        assertThat(text(decoding, server.url + "/empty")).isEmpty();
        assertThat(server.connections).isEqualTo(1);
        wait(decoding.request(WebRequest.of("GET", server.url).withHeader("Accept-Encoding", "br"))
                .addCallbackDeferring(Agent.Response::text));
        assertThat(server.requests.get(server.requests.size() - 1)).contains("Accept-Encoding: br, gzip, deflate\r\n");
    }

    @Test
    @Spec({"CLI-067", "CLI-068"})
    void failsWhatCannotBeDecoded() throws Exception {
        String zipped = gzip("hello ".repeat(1_000_000));
        String bomb = gzip(gzip(zipped));
        CannedServer server = new CannedServer(reactor, head -> switch (head.split(" ", -1)[1]) {
            case "/short" -> CannedServer.ok("Content-Encoding: gzip\r\n", zipped.substring(0, zipped.length() - 20));
            case "/bad" -> CannedServer.ok("Content-Encoding: gzip\r\n", "this is no gzip at all");
            case "/bomb" -> CannedServer.ok("Content-Encoding: gzip, gzip, gzip\r\n", bomb);
            default -> CannedServer.ok("Content-Encoding: gzip\r\n", zipped);
        });
        WebAgent decoding = new ContentDecoderAgent(agent);
        assertThatThrownBy(() -> text(decoding, server.url + "/short"))
                .isInstanceOf(ResponseFailed.class)
                .hasMessageContaining("ended early");
        assertThatThrownBy(() -> text(decoding, server.url + "/bad")).isInstanceOf(ResponseFailed.class);
        assertThatThrownBy(() -> text(decoding, server.url + "/bomb"))
                .isInstanceOf(ResponseFailed.class)
                .hasMessageContaining("Content-Encoding: gzip, gzip, gzip (expected: at most 2 to be decoded)");
        assertThatThrownBy(() -> text(new ContentDecoderAgent(agent).withLimit(100_000), server.url))
                .isInstanceOf(ResponseFailed.class)
                .hasMessageContaining("larger than 100000 bytes when decoded");
        WebAgent small = new ContentDecoderAgent(
                new Agent(reactor, AgentOptions.defaults().withMaxBody(50_000)));
        assertThatThrownBy(() -> text(small, server.url))
                .isInstanceOf(ResponseFailed.class)
                .hasMessageContaining("larger than 50000 bytes");
    }

    @Test
    @Spec("CLI-073")
    void sendsTextAndJson() throws Exception {
        CannedServer server = new CannedServer(reactor, head -> CannedServer.ok("", "x"));
        wait(agent.request(WebRequest.of("POST", server.url).withText("h\u00e9\r\n\r\n"))
                .addCallbackDeferring(Agent.Response::text));
        wait(agent.request(WebRequest.of("PUT", server.url).withJson("{}\r\n\r\n"))
                .addCallbackDeferring(Agent.Response::text));
        assertThat(server.requests.get(0))
                .contains("Content-Type: text/plain; charset=utf-8\r\n", "Content-Length: 7\r\n");
        assertThat(server.requests.get(1)).startsWith("h\u00c3\u00a9\r\n");
        assertThat(server.requests.get(2)).contains("Content-Type: application/json\r\n", "Content-Length: 6\r\n");
    }

    @Test
    @Spec("CLI-073")
    void fetchesInOneLine() throws Exception {
        String zipped = gzip("a page");
        CompletableFuture<String> url = new CompletableFuture<>();
        try (NettyReactor serving = NettyReactor.builder()
                .start(itself -> url.complete(new CannedServer(
                                itself,
                                head -> head.contains("Cookie: a=1")
                                        ? CannedServer.ok("Content-Encoding: gzip\r\n", zipped)
                                        : found("/in", "a=1"))
                        .url))) {
            String at = url.get();
            assertThat(Fetch.text(at)).isEqualTo("a page");
            Fetch.Answer answer = Fetch.send(WebRequest.of("POST", at).withText("x"));
            assertThat(serving.isRunning()).isTrue();
            assertThat(answer.code()).isEqualTo(200);
            assertThat(answer.url()).isEqualTo(at + "/in");
        }
    }
}
