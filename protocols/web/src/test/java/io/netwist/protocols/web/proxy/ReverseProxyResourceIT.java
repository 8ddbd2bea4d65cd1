/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.Cookie;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.client.Agent;
import io.netwist.protocols.web.client.AgentOptions;
import io.netwist.protocols.web.client.WebRequest;
import io.netwist.protocols.web.websocket.WebSocketClient;
import io.netwist.protocols.web.websocket.WebSocketProtocol;
import io.netwist.protocols.web.websocket.WebSocketResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReverseProxyResourceIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private NettyReactor reactor;
    private Agent agent;
    private String proxy;

    /** What the server behind was asked. */
    private final List<Request> asked = new ArrayList<>();

    /** Says what it was asked, whatever it is. */
    private final class Behind extends Resource {
        @Override
        protected boolean isLeaf() {
            return true;
        }

        @Override
        public Rendering render(Request request) {
            asked.add(request);
            if (request.path().endsWith("/never")) {
                return NOT_DONE_YET;
            }
            if (request.path().endsWith("/flood")) {
                byte[] piece = new byte[100_000];
                for (int i = 0; i < 30; i++) {
                    request.write(piece);
                }
                request.finish();
                return NOT_DONE_YET;
            }
            request.setResponseCode(299, "Odd");
            request.setHeader("Server", "behind");
            request.responseHeaders().set("Connection", "close").set("Keep-Alive", "timeout=3");
            request.responseHeaders().add("X-Two", "a").add("X-Two", "b");
            request.addCookie(Cookie.of("a", "1"));
            request.addCookie(Cookie.of("b", "2"));
            request.setHeader("Content-Type", "text/odd");
            return text(request.method() + " " + request.uri() + " " + request.contentText());
        }
    }

    @BeforeEach
    void open() {
        reactor = NettyReactor.create();
        agent = new Agent(reactor);
        Resource behind = new Resource() {};
        behind.putChild("base", new Behind());
        behind.putChild(
                "talk",
                new WebSocketResource(request -> new WebSocketProtocol() {
                            @Override
                            public void bytesMessageReceived(ByteBuf data) {
                                transport().sendBytesMessage(data.retain());
                            }
                        })
                        .withOrigins(origin -> true));
        int port = listen(behind).getHost().port();
        Resource front = new Resource() {};
        front.putChild("app", new ReverseProxyResource(agent, "http://127.0.0.1:" + port + "/base"));
        front.putChild("ws", new ReverseProxyResource(agent, "http://127.0.0.1:" + port));
        Agent hasty =
                new Agent(reactor, AgentOptions.defaults().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(50)));
        front.putChild("hasty", new ReverseProxyResource(hasty, "http://127.0.0.1:" + port + "/base/"));
        ListeningPort closed = listen(new Resource() {});
        front.putChild(
                "gone",
                new ReverseProxyResource(
                        agent, "http://127.0.0.1:" + closed.getHost().port()));
        wait(closed.stopListening());
        proxy = "127.0.0.1:" + listen(front).getHost().port();
    }

    private ListeningPort listen(Resource root) {
        return reactor.listenTCP(0, new Site(root), ListenOptions.defaults().withInterface("127.0.0.1"));
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private <T> T wait(Deferred<T> result) {
        try {
            return reactor.runUntil(result, LIMIT);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Agent.Response ask(WebRequest request) {
        return wait(agent.request(request));
    }

    @ParameterizedTest
    @Spec("RES-076")
    @CsvSource({
        "/app, GET /base ",
        "/app/, GET /base/ ",
        "/app/a/b?c=d&e, GET /base/a/b?c=d&e ",
        "/app/a%20b%2Fc/%C3%A9?x=%22, GET /base/a%20b%2Fc/%C3%A9?x=%22 ",
    })
    void appendsThePathAndTheQuery(String path, String expected) {
        Agent.Response response = ask(WebRequest.of("GET", "http://" + proxy + path));
        assertThat(wait(response.text())).isEqualTo(expected.strip() + " ");
    }

    @Test
    @Spec({"RES-076", "RES-077", "RES-078", "RES-079"})
    void passesHeadersBothWaysButNotThoseBetweenNeighbours() {
        Agent.Response response = ask(WebRequest.of("POST", "http://" + proxy + "/app/x")
                .withHeader("X-Mine", "mine")
                .withHeader("X-Hop", "dropped")
                .withHeader("Connection", "X-Hop")
                .withHeader("Proxy-Authorization", "secret")
                .withHeader("X-Forwarded-For", "192.0.2.1")
                .withText("the body"));
        assertThat(response.code() + response.phrase()).isEqualTo("299Odd");
        assertThat(response.headers().getAll("Server")).containsExactly("behind");
        assertThat(response.headers().getAll("Date")).hasSize(1);
        assertThat(response.headers().getAll("Content-Type")).containsExactly("text/odd");
        assertThat(response.headers().getAll("X-Two")).containsExactly("a", "b");
        assertThat(response.headers().getAll("Set-Cookie")).hasSize(2);
        assertThat(response.headers().contains("Keep-Alive")).isFalse();
        assertThat(response.headers().contains("Connection")).isFalse();
        assertThat(wait(response.text())).isEqualTo("POST /base/x the body");
        Request seen = asked.get(0);
        assertThat(seen.getHeader("X-Mine")).isEqualTo("mine");
        assertThat(seen.getHeader("X-Hop")).isNull();
        assertThat(seen.getHeader("Proxy-Authorization")).isNull();
        assertThat(seen.getHeader("X-Forwarded-For")).isEqualTo("192.0.2.1, 127.0.0.1");
        assertThat(seen.getHeader("X-Forwarded-Host")).isEqualTo(proxy);
        assertThat(seen.getHeader("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(seen.getHeader("Via")).isEqualTo("1.1 netwist");
        assertThat(seen.getHeader("Host")).isNotEqualTo(proxy);
    }

    @Test
    @Spec({"RES-076", "HTTP-069"})
    void answersHead() {
        Agent.Response response = ask(WebRequest.of("HEAD", "http://" + proxy + "/app/x"));
        assertThat(response.headers().get("Content-Length")).isEqualTo("13");
        assertThat(wait(response.bytes())).isEmpty();
    }

    @Test
    @Spec({"RES-080", "RES-037"})
    void saysWhatIsWrongBehind() {
        Agent.Response gone = ask(WebRequest.of("GET", "http://" + proxy + "/gone/x"));
        assertThat(gone.code()).isEqualTo(502);
        wait(gone.bytes());
        Agent.Response late = ask(WebRequest.of("GET", "http://" + proxy + "/hasty/never"));
        assertThat(late.code()).isEqualTo(504);
        wait(late.bytes());
        Agent.Response outside = ask(WebRequest.of("GET", "http://" + proxy + "/app/a/%2e%2e/%2E%2E/talk"));
        assertThat(outside.code()).isEqualTo(404);
        wait(outside.bytes());
    }

    @Test
    @Spec("RES-081")
    void endsTheRequestBehindWhenTheClientLeaves() throws Exception {
        Deferred<Agent.Response> request = agent.request("GET", "http://" + proxy + "/app/never");
        long deadline = reactor.nanoTime() + LIMIT.toNanos();
        while (asked.isEmpty()) {
            assertThat(reactor.nanoTime()).as("nothing was asked").isLessThan(deadline);
            wait(reactor.deferLater(Duration.ofMillis(1), () -> null));
        }
        Deferred<@Nullable Void> gone = asked.get(0).notifyFinish();
        request.cancel();
        assertThatThrownBy(() -> reactor.runUntil(gone, LIMIT)).isNotInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> reactor.runUntil(request, LIMIT)).isNotNull();
    }

    @Test
    void passesALargeBodyOnAtThePaceOfItsClient() {
        Agent.Response response = ask(WebRequest.of("GET", "http://" + proxy + "/app/flood"));
        wait(reactor.deferLater(Duration.ofMillis(50), () -> null));
        assertThat(wait(response.bytes())).hasSize(3_000_000);
    }

    @Test
    @Spec("RES-084")
    void passesAWebSocketOn() {
        Deferred<String> heard = new Deferred<>();
        WebSocketProtocol client =
                wait(WebSocketClient.connect(agent, "ws://" + proxy + "/ws/talk", new WebSocketProtocol() {
                    @Override
                    public void bytesMessageReceived(ByteBuf data) {
                        heard.callback(String.valueOf(data.readableBytes()));
                    }
                }));
        client.transport().sendBytesMessage(new byte[200_000]);
        assertThat(wait(heard)).isEqualTo("200000");
        client.transport().loseConnection();
    }

    @ParameterizedTest
    @CsvSource({"ftp://h/", "http://h/?q", "/path", "http:///"})
    void refusesABaseThatIsNone(String base) {
        assertThatThrownBy(() -> new ReverseProxyResource(agent, base)).isInstanceOf(IllegalArgumentException.class);
    }
}
