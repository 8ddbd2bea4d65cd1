/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.client.Agent;
import io.netwist.protocols.web.client.ContentDecoderAgent;
import io.netwist.protocols.web.client.ResponseFailed;
import io.netwist.protocols.web.client.WebRequest;
import io.netwist.protocols.web.files.StaticFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressingIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PAGE = "hello compressed world ".repeat(20_000);

    @TempDir
    Path dir;

    private NettyReactor reactor;
    private Agent agent;
    private String url;

    /** Writes piece by piece, and waits for the client in between. */
    private static final class Pieces extends Resource {
        private Request open;

        @Override
        protected Rendering render_GET(Request request) {
            open = request;
            request.write("one ");
            return NOT_DONE_YET;
        }
    }

    private static final class Breaking extends Resource {
        @Override
        protected Rendering render_GET(Request request) {
            request.write("begun");
            throw new IllegalStateException("thrown by a test");
        }
    }

    private final Pieces pieces = new Pieces();

    @BeforeEach
    void open() throws Exception {
        Files.writeString(dir.resolve("page.txt"), PAGE);
        reactor = NettyReactor.create();
        agent = new Agent(reactor);
        Resource inner = new Resource() {};
        inner.putChild("page", new Data(PAGE.getBytes(StandardCharsets.UTF_8), "text/plain"));
        inner.putChild("small", new Data("x".getBytes(StandardCharsets.UTF_8), "text/plain"));
        inner.putChild("picture", new Data(new byte[10_000], "image/png"));
        inner.putChild(
                "coded",
                new AddHeaders(
                        new Data(PAGE.getBytes(StandardCharsets.UTF_8), "text/plain"),
                        Map.of("Content-Encoding", "br")));
        inner.putChild("pieces", pieces);
        inner.putChild("breaking", new Breaking());
        inner.putChild("files", new StaticFile(dir));
        Resource root = new Resource() {};
        root.putChild("zip", new Compressing(inner));
        root.putChild("plain", inner);
        url = "http://127.0.0.1:"
                + reactor.listenTCP(0, new Site(root), ListenOptions.defaults().withInterface("127.0.0.1"))
                        .getHost()
                        .port();
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private <T> T wait(Deferred<T> result) throws Exception {
        return reactor.runUntil(result, LIMIT);
    }

    private Agent.Response get(String method, String path, String accept) throws Exception {
        return wait(agent.request(WebRequest.of(method, url + path).withHeader("Accept-Encoding", accept)));
    }

    @ParameterizedTest
    @Spec({"HTTP-124", "HTTP-126"})
    @CsvSource(
            delimiter = '|',
            value = {
                "/zip/page | gzip | true",
                "/zip/page | br, x-gzip | true",
                "/zip/page | br;q=1, gzip;q=0.5 | true",
                "/zip/page | * | true",
                "/zip/page | gzip;q=0 | false",
                "/zip/page | gzip;q=0, * | false",
                "/zip/page | *;q=0 | false",
                "/zip/page | gzip;q=nonsense | false",
                "/zip/page | br | false",
                "/zip/page | '' | false",
                "/zip/small | gzip | false",
                "/zip/picture | gzip | false",
                "/zip/coded | gzip | false",
                "/plain/page | gzip | false",
                "/zip/files/page.txt | gzip | true",
                "/plain/files/page.txt | gzip | false",
            })
    void compressesForThoseWhoAsk(String path, String accept, boolean expected) throws Exception {
        Agent.Response response = get("GET", path, accept);
        boolean coded = "gzip".equals(response.headers().get("Content-Encoding"));
        assertThat(coded).isEqualTo(expected);
        assertThat(response.headers().contains("Vary")).isEqualTo(path.startsWith("/zip"));
        byte[] body = wait(response.bytes());
        if (expected) {
            assertThat(body.length).isLessThan(PAGE.length() / 20);
            assertThat(wait(new ContentDecoderAgent(agent)
                            .request("GET", url + path)
                            .addCallbackDeferring(Agent.Response::text)))
                    .isEqualTo(PAGE);
        }
    }

    @Test
    void readsEveryLineOfAcceptEncoding() throws Exception {
        Agent.Response response = wait(agent.request(WebRequest.of("GET", url + "/zip/page")
                .withHeaders(
                        new DefaultHttpHeaders().add("Accept-Encoding", "gzip").add("Accept-Encoding", "br"))));
        assertThat(response.headers().get("Content-Encoding")).isEqualTo("gzip");
        wait(response.bytes());
    }

    @Test
    @Spec("HTTP-069")
    void leavesHeadersTrue() throws Exception {
        Agent.Response whole = get("GET", "/zip/page", "gzip");
        assertThat(whole.headers().get("Content-Length")).isEqualTo(String.valueOf(wait(whole.bytes()).length));
        Agent.Response file = get("GET", "/zip/files/page.txt", "gzip");
        assertThat(file.headers().contains("Content-Length")).isFalse();
        assertThat(file.headers().get("ETag")).startsWith("W/\"");
        wait(file.bytes());
        Agent.Response head = get("HEAD", "/zip/files/page.txt", "gzip");
        assertThat(head.headers().get("Content-Encoding")).isEqualTo("gzip");
        assertThat(wait(head.bytes())).isEmpty();
        Agent.Response part = wait(agent.request(WebRequest.of("GET", url + "/zip/files/page.txt")
                .withHeader("Accept-Encoding", "gzip")
                .withHeader("Range", "bytes=0-4")));
        assertThat(part.code()).isEqualTo(206);
        assertThat(part.headers().contains("Content-Encoding")).isFalse();
        assertThat(wait(part.text())).isEqualTo("hello");
        Agent.Response known = wait(agent.request(WebRequest.of("GET", url + "/zip/files/page.txt")
                .withHeader("Accept-Encoding", "gzip")
                .withHeader("If-None-Match", file.headers().get("ETag"))));
        assertThat(known.code()).isEqualTo(304);
        assertThat(known.headers().get("ETag")).isEqualTo(file.headers().get("ETag"));
        assertThat(known.headers().get("Vary")).isEqualToIgnoringCase("Accept-Encoding");
        wait(known.bytes());
    }

    @Test
    @Spec("HTTP-127")
    void sendsPiecesAtOnce() throws Exception {
        Agent.Response response = wait(new ContentDecoderAgent(agent).request("GET", url + "/zip/pieces"));
        StringBuilder seen = new StringBuilder();
        Deferred<String> first = new Deferred<>();
        Deferred<String> end = new Deferred<>();
        response.deliverBody(new BaseProtocol() {
            @Override
            public void dataReceived(ByteBuf data) {
                seen.append(data.toString(StandardCharsets.UTF_8));
                if (!first.isCalled()) {
                    first.callback(seen.toString());
                }
            }

            @Override
            public void connectionLost(Failure reason) {
                end.callback(seen.toString());
            }
        });
        assertThat(wait(first)).isEqualTo("one ");
        pieces.open.write("two ");
        pieces.open.write("");
        pieces.open.finish();
        assertThat(wait(end)).isEqualTo("one two ");
        assertThatThrownBy(() -> wait(new ContentDecoderAgent(agent)
                        .request("GET", url + "/zip/breaking")
                        .addCallbackDeferring(Agent.Response::text)))
                .isInstanceOf(ResponseFailed.class);
    }

    @Test
    void dropsTheEncoderWhenTheClientLeaves() throws Exception {
        Agent.Response response = get("GET", "/zip/pieces", "gzip");
        Deferred<@Nullable Void> gone = pieces.open.notifyFinish();
        Deferred<byte[]> body = response.bytes();
        body.cancel();
        assertThatThrownBy(() -> wait(body)).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> wait(gone)).isInstanceOf(ConnectionLost.class);
        pieces.open.write("nobody takes this");
    }
}
