/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ListenOptions LOCAL = ListenOptions.defaults().withInterface("127.0.0.1");
    private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private NettyReactor reactor;
    private final List<Canned> connections = new ArrayList<>();

    /** Answers every head with the same text; with a bar at its end it closes then. */
    private final class Canned extends BaseProtocol {
        private final String answer;
        private final StringBuilder received = new StringBuilder();
        private int answered;

        Canned(String answer) {
            this.answer = answer;
        }

        @Override
        public void connectionMade() {
            connections.add(this);
        }

        @Override
        public void dataReceived(ByteBuf data) {
            received.append(data.toString(StandardCharsets.ISO_8859_1));
            while (received.toString().split("\r\n\r\n", -1).length - 1 > answered) {
                answered++;
                transport().write(answer.replace("|", "").getBytes(StandardCharsets.ISO_8859_1));
                if (answer.endsWith("|")) {
                    transport().loseConnection();
                }
            }
        }
    }

    @BeforeEach
    void open() {
        reactor = NettyReactor.create();
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private String canned(String answer) {
        ListeningPort port = reactor.listenTCP(0, peer -> new Canned(answer), LOCAL);
        return "http://127.0.0.1:" + port.getHost().port();
    }

    private <T> T wait(Deferred<T> result) throws Exception {
        return reactor.runUntil(result, LIMIT);
    }

    private Agent once() {
        return new Agent(reactor, AgentOptions.defaults().withPool(0, Duration.ZERO));
    }

    @Test
    @Spec({"CLI-001", "CLI-002", "CLI-003", "CLI-005", "CLI-006", "CLI-049"})
    void sendsWhatTwistedSends() throws Exception {
        String url = canned(HI);
        String host = "Host: " + url.substring(7) + "\r\n\r\n";
        Agent agent = once();
        byte[] body = "abc".getBytes(StandardCharsets.US_ASCII);
        HttpHeaders none = new DefaultHttpHeaders();
        wait(agent.request("GET", url + "/p?q=1#f").addCallbackDeferring(Agent.Response::text));
        wait(agent.request("GET", url).addCallbackDeferring(Agent.Response::text));
        wait(agent.request("POST", url, none, null).addCallbackDeferring(Agent.Response::text));
        wait(agent.request("DELETE", url, none, null).addCallbackDeferring(Agent.Response::text));
        wait(agent.request("PUT", url, new DefaultHttpHeaders().add("X-A", "b").add("Host", "other"), body)
                .addCallbackDeferring(Agent.Response::text));
        assertThat(connections.stream().map(each -> each.received.toString()))
                .containsExactly(
                        "GET /p?q=1 HTTP/1.1\r\nConnection: close\r\n" + host,
                        "GET / HTTP/1.1\r\nConnection: close\r\n" + host,
                        "POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n" + host,
                        "DELETE / HTTP/1.1\r\nConnection: close\r\n" + host,
                        "PUT / HTTP/1.1\r\nConnection: close\r\nContent-Length: 3\r\nX-A: b\r\nHost: other\r\n\r\nabc");
    }

    @ParameterizedTest
    @Spec({"CLI-004", "CLI-011", "CLI-014", "CLI-015"})
    @ValueSource(
            strings = {
                "ftp://h/",
                "h",
                "http://",
                "http:///x",
                "http://h/ö",
                "http://h:0/",
                "http://h:99999/",
                "http://h/a b"
            })
    void refusesUrlsThatCannotBe(String url) {
        Throwable thrown = catchThrowable(() -> wait(once().request("GET", url)));
        assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("url: ");
        assertThatThrownBy(() -> wait(once().request("G T", "http://h/"))).isInstanceOf(IllegalArgumentException.class);
        HttpHeaders twoHosts = new DefaultHttpHeaders().add("Host", "a").add("Host", "b");
        assertThatThrownBy(() -> wait(once().request("GET", "http://h/", twoHosts, null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @Spec({"CLI-016", "CLI-019", "CLI-021", "CLI-022", "CLI-026", "CLI-031"})
    @CsvSource({
        "HTTP/1.1 200 OK~~abc|, 200 OK abc",
        "HTTP/1.1 200~Content-Length: 0~~, 200  ",
        "HTTP/1.1 100 Continue~~HTTP/1.1 103 Early~~HTTP/1.1 200 OK~Content-Length: 1~~z, 200 OK z",
        "HTTP/1.0 200 OK~Content-Length: 1~~a, 200 OK a",
        "HTTP/1.1 404 Not here~Transfer-Encoding: chunked~~3~abc~0~~, 404 Not here abc",
        "HTTP/1.1 204 No Content~~, 204 No Content ",
        "HTTP/1.1 200 OK~X: a~ b~Content-Length: 1~~a, 200 OK a",
        "HTTP/1.1 200 OK~foo : b~Content-Length: 1~~a, 200 OK a" // Netty takes the blank away, as a proxy should.
    })
    void understandsResponses(String answer, String expected) throws Exception {
        String url = canned(answer.replace("~", "\r\n"));
        String got = wait(once().request("GET", url)
                .addCallbackDeferring(response ->
                        response.text().addCallback(text -> response.code() + " " + response.phrase() + " " + text)));
        assertThat(got.trim()).isEqualTo(expected.trim());
    }

    @ParameterizedTest
    @Spec({"CLI-017", "CLI-023", "CLI-024", "CLI-025", "CLI-027", "CLI-028"})
    @ValueSource(
            strings = {
                "garbage~~",
                "HTTP/1.1 200 OK~Content-Length: 1, 2~~z",
                "HTTP/1.1 200 OK~Content-Length: 99~Transfer-Encoding: chunked~~1~z~0~~",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~z|",
                "HTTP/1.1 200 OK~Content-Length: 5~~z|",
                "HTTP/1.1 200 OK~X: |",
                "ICY 200 OK~Content-Length: 1~~a",
                "HTTP/1.1 200 OK~foo~Content-Length: 1~~a"
            })
    void failsResponsesThatMakeNoSense(String answer) {
        String url = canned(answer.replace("~", "\r\n"));
        assertThatThrownBy(() -> wait(once().request("GET", url).addCallbackDeferring(Agent.Response::text)))
                .isInstanceOf(ResponseFailed.class)
                .hasMessageStartingWith("GET /: the response failed: ");
    }

    @Test
    @Spec({"CLI-027", "CLI-051"})
    void failsWithoutAResponse() throws Exception {
        String url = canned("|");
        assertThatThrownBy(() -> wait(once().request("GET", url)))
                .isInstanceOf(ResponseNeverReceived.class)
                .hasCauseInstanceOf(ConnectionDone.class);
        ListeningPort port = reactor.listenTCP(0, peer -> new Canned(HI), LOCAL);
        int closed = port.getHost().port();
        reactor.runUntil(port.stopListening(), LIMIT);
        assertThatThrownBy(() -> wait(once().request("GET", "http://127.0.0.1:" + closed)))
                .isInstanceOf(ConnectionRefusedException.class);
    }

    @Test
    @Spec({"CLI-042", "CLI-043", "CLI-046", "CLI-047"})
    void keepsConnections() throws Exception {
        String url = canned(HI);
        Agent agent = new Agent(reactor);
        for (int i = 0; i < 3; i++) {
            assertThat(wait(agent.request("GET", url + "/" + i).addCallbackDeferring(Agent.Response::text)))
                    .isEqualTo("hi");
        }
        assertThat(connections).hasSize(1);
        assertThat(connections.get(0).received)
                .startsWith("GET /0 HTTP/1.1\r\nHost: ")
                .doesNotContain("Connection");
        wait(agent.closeCachedConnections());
        wait(agent.request("GET", url).addCallbackDeferring(Agent.Response::text));
        assertThat(connections).hasSize(2);
    }

    @Test
    @Spec({"CLI-044", "CLI-048"})
    void triesAgainWhenAKeptConnectionIsDead() throws Exception {
        String url = canned(HI);
        Agent agent = new Agent(reactor);
        wait(agent.request("GET", url).addCallbackDeferring(Agent.Response::text));
        Deferred<String> second = agent.request("GET", url).addCallbackDeferring(Agent.Response::text);
        connections.get(0).transport().abortConnection();
        assertThat(wait(second)).isEqualTo("hi");
        assertThat(connections).hasSize(2);

        Deferred<String> post = agent.request("POST", url).addCallbackDeferring(Agent.Response::text);
        connections.get(1).transport().abortConnection();
        assertThatThrownBy(() -> wait(post)).isInstanceOf(ResponseNeverReceived.class);
    }

    @Test
    @Spec({"CLI-053", "CLI-054", "CLI-057"})
    void canBeCancelledAndHasATimeLimit() throws Exception {
        ListeningPort silent = reactor.listenTCP(0, peer -> new BaseProtocol() {}, LOCAL);
        String url = "http://127.0.0.1:" + silent.getHost().port();
        Deferred<Agent.Response> cancelled = once().request("GET", url);
        cancelled.cancel();
        assertThatThrownBy(() -> wait(cancelled)).isInstanceOf(CancelledException.class);
        Agent hasty =
                new Agent(reactor, AgentOptions.defaults().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(30)));
        assertThatThrownBy(() -> wait(hasty.request("GET", url))).isInstanceOf(DeferredTimeoutException.class);
    }

    @Test
    @Spec({"CLI-032", "CLI-034", "CLI-035", "CLI-037", "CLI-038"})
    void deliversBodiesWhenAskedTo() throws Exception {
        byte[] large = new byte[5_000_000];
        ListeningPort port = reactor.listenTCP(
                0,
                new Site(new Resource() {
                    @Override
                    protected boolean isLeaf() {
                        return true;
                    }

                    @Override
                    protected Rendering render_GET(Request request) {
                        return bytes(large);
                    }
                }),
                LOCAL);
        String url = "http://127.0.0.1:" + port.getHost().port() + "/";
        Agent agent = new Agent(reactor);
        Agent.Response response = wait(agent.request("GET", url));
        assertThat(response.headers().get("Content-Length")).isEqualTo("5000000");
        reactor.iterate(Duration.ofMillis(1));
        assertThat(wait(response.bytes())).isEqualTo(large);
        assertThatThrownBy(response::bytes).isInstanceOf(IllegalStateException.class);

        Agent small = new Agent(reactor, AgentOptions.defaults().withMaxBody(1000));
        assertThatThrownBy(() -> wait(small.request("GET", url).addCallbackDeferring(Agent.Response::bytes)))
                .isInstanceOf(ResponseFailed.class)
                .hasMessageContaining("larger than 1000 bytes");
    }
}
