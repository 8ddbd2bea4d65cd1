/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Twisted's own server, a package of the system ({@code python3-twisted}); without it these tests are skipped. */
class TwistedServerIT {

    private static final String PYTHON = "/usr/bin/python3";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String SERVER = """
            import sys
            from twisted.internet import reactor, endpoints
            from twisted.web import resource, server, util
            class Page(resource.Resource):
                isLeaf = True
                def render_GET(self, request):
                    return b"hello " * 10000
                def render_POST(self, request):
                    return request.content.read()
            class Session(resource.Resource):
                isLeaf = True
                def render_GET(self, request):
                    session = request.getSession()
                    session.seen = getattr(session, "seen", 0) + 1
                    return str(session.seen).encode()
            class Slow(resource.Resource):
                isLeaf = True
                def render_GET(self, request):
                    request.write(b"a")
                    reactor.callLater(0.05, request.write, b"b")
                    reactor.callLater(0.1, request.finish)
                    return server.NOT_DONE_YET
            root = resource.Resource()
            root.putChild(b"page", Page())
            root.putChild(b"zip", resource.EncodingResourceWrapper(Page(), [server.GzipEncoderFactory()]))
            root.putChild(b"session", Session())
            root.putChild(b"slow", Slow())
            root.putChild(b"moved", util.Redirect(b"/session"))
            port = reactor.listenTCP(0, server.Site(root), interface="127.0.0.1")
            print(port.getHost().port, flush=True)
            reactor.run()
            """;

    private static Process twisted;
    private static String url;

    private NettyReactor reactor;
    private Agent agent;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "skipped: python3 is not installed");
        Process probe = new ProcessBuilder(PYTHON, "-c", "import twisted.web.server")
                .redirectErrorStream(true)
                .start();
        assumeTrue(probe.waitFor() == 0, "skipped: python3-twisted is not installed");
        twisted = new ProcessBuilder(PYTHON, "-c", SERVER)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(twisted.getInputStream(), StandardCharsets.US_ASCII));
        url = "http://127.0.0.1:" + out.readLine();
    }

    @AfterAll
    static void stop() throws Exception {
        if (twisted != null) {
            twisted.destroy();
            twisted.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void open() {
        reactor = NettyReactor.create();
        agent = new Agent(reactor);
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private <T> T wait(Deferred<T> result) throws Exception {
        return reactor.runUntil(result, LIMIT);
    }

    @Test
    @Spec({"CLI-066", "CLI-067"})
    void readsPagesPlainAndCompressed() throws Exception {
        String page = "hello ".repeat(10_000);
        assertThat(wait(agent.request("GET", url + "/page").addCallbackDeferring(Agent.Response::text)))
                .isEqualTo(page);
        Agent.Response zipped =
                wait(agent.request(WebRequest.of("GET", url + "/zip").withHeader("Accept-Encoding", "gzip")));
        assertThat(zipped.headers().get("Content-Encoding")).isEqualTo("gzip");
        assertThat(wait(zipped.bytes()).length).isLessThan(1000);
        assertThat(wait(new ContentDecoderAgent(agent)
                        .request("GET", url + "/zip")
                        .addCallbackDeferring(Agent.Response::text)))
                .isEqualTo(page);
        assertThat(wait(agent.request("GET", url + "/slow").addCallbackDeferring(Agent.Response::text)))
                .isEqualTo("ab");
    }

    @Test
    @Spec({"CLI-059", "CLI-069"})
    void keepsASessionAcrossRedirects() throws Exception {
        WebAgent browser = new RedirectAgent(new CookieAgent(agent, new CookieJar(reactor)));
        for (int i = 1; i <= 3; i++) {
            String path = i == 2 ? "/session" : "/moved";
            assertThat(wait(browser.request("GET", url + path).addCallbackDeferring(Agent.Response::text)))
                    .isEqualTo(String.valueOf(i));
        }
    }

    @Test
    @Spec({"CLI-006", "CLI-072"})
    void sendsBodies(@TempDir Path dir) throws Exception {
        byte[] content = new byte[2_000_000];
        Path file = Files.write(dir.resolve("f"), content);
        byte[] back = wait(agent.request(WebRequest.of("POST", url + "/page")
                        .withBody(new FileBodyProducer(FileChannel.open(file), reactor)))
                .addCallbackDeferring(Agent.Response::bytes));
        assertThat(back).isEqualTo(content);
        assertThat(wait(agent.request(WebRequest.of("POST", url + "/page").withText("h\u00e9"))
                        .addCallbackDeferring(Agent.Response::text)))
                .isEqualTo("h\u00e9");
    }
}
