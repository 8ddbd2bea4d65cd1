/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.websocket.WebSocketClient;
import io.netwist.protocols.web.websocket.WebSocketProtocol;
import io.netwist.protocols.web.websocket.WebSocketResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many connections an agent makes, how long it keeps them, and who waits. */
class PoolLimitsIT extends AgentCase {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<Protocol> made = new ArrayList<>();
    private final List<Request> open = new ArrayList<>();
    private String url;

    private static final class Nothing extends WebSocketProtocol {}

    @BeforeEach
    void serve() {
        Resource root = new Resource() {};
        root.putChild("open", new Resource() {
            @Override
            protected Rendering render_GET(Request request) {
                open.add(request);
                return NOT_DONE_YET;
            }
        });
        root.putChild("now", new Resource() {
            @Override
            protected Rendering render_GET(Request request) {
                return text("now");
            }
        });
        root.putChild("talk", new WebSocketResource(request -> new Nothing()));
        Site site = new Site(root);
        int port = reactor.listenTCP(
                        0,
                        peer -> {
                            Protocol protocol = site.buildProtocol(peer);
                            made.add(protocol);
                            return protocol;
                        },
                        ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port();
        url = "http://127.0.0.1:" + port;
    }

    private Agent agent(int perHost, int pending, Duration patience, Duration lifetime) {
        return new Agent(reactor, AgentOptions.defaults().withLimits(perHost, pending, patience, lifetime));
    }

    private static Deferred<String> get(Agent agent, String at) {
        return agent.request("GET", at).addCallbackDeferring(Agent.Response::text);
    }

    private void untilOpen(int count) throws Exception {
        long deadline = reactor.nanoTime() + LONG.toNanos();
        while (open.size() < count) {
            assertThat(reactor.nanoTime()).as("requests are missing").isLessThan(deadline);
            wait(reactor.deferLater(Duration.ofMillis(1), () -> null));
        }
    }

    @Test
    @Spec("CLI-042")
    void hasRequestsWaitForAConnection() throws Exception {
        Agent two = agent(2, 10, LONG, LONG);
        List<Deferred<String>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(get(two, url + "/open"));
        }
        for (int i = 0; i < 5; i++) {
            untilOpen(i + 1);
            assertThat(made).hasSizeLessThanOrEqualTo(2);
            open.get(i).write("answer");
            open.get(i).finish();
        }
        for (Deferred<String> each : answers) {
            assertThat(wait(each)).isEqualTo("answer");
        }
        assertThat(made).hasSize(2);
    }

    @Test
    @Spec("CLI-042")
    void refusesWhatWouldWaitTooLongOrInTooLongAQueue() throws Exception {
        Agent one = agent(1, 1, Duration.ofMillis(50), LONG);
        Deferred<String> first = get(one, url + "/open");
        Deferred<String> second = get(one, url + "/now");
        assertThatThrownBy(() -> wait(get(one, url + "/now")))
                .isInstanceOf(PoolExhausted.class)
                .hasMessageContaining("1 connections are in use and 1 requests wait");
        assertThatThrownBy(() -> wait(second)).isInstanceOf(PoolExhausted.class).hasMessageContaining("PT0.05S");
        Deferred<String> other = get(one, url.replace("127.0.0.1", "localhost") + "/now");
        assertThat(wait(other)).as("another host").isEqualTo("now");
        Deferred<String> cancelled = get(one, url + "/now");
        cancelled.cancel();
        assertThatThrownBy(() -> wait(cancelled)).isInstanceOf(CancelledException.class);
        untilOpen(1);
        open.get(0).finish();
        wait(first);
        assertThat(wait(get(one, url + "/now"))).isEqualTo("now");
    }

    @Test
    @Spec("CLI-042")
    void givesAPlaceBackWhenAConnectionFailsOrLeavesHttp() throws Exception {
        Agent one = agent(1, 10, LONG, LONG);
        wait(WebSocketClient.connect(one, url.replace("http", "ws") + "/talk", new Nothing()));
        Deferred<String> lost = get(one, url + "/open");
        Deferred<String> next = get(one, url + "/now");
        untilOpen(1);
        open.get(0).loseConnection();
        assertThatThrownBy(() -> wait(lost)).isInstanceOf(ResponseNeverReceived.class);
        assertThat(wait(next)).isEqualTo("now");
        ListeningPort gone = reactor.listenTCP(
                0, new Site(new Resource() {}), ListenOptions.defaults().withInterface("127.0.0.1"));
        String closed = "http://127.0.0.1:" + gone.getHost().port() + "/";
        wait(gone.stopListening());
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> wait(get(one, closed))).isNotInstanceOf(PoolExhausted.class);
        }
    }

    @Test
    @Spec("CLI-042")
    void usesNoConnectionThatIsTooOld() throws Exception {
        Agent young = agent(10, 10, LONG, Duration.ofMillis(40));
        wait(get(young, url + "/now"));
        wait(get(young, url + "/now"));
        assertThat(made).hasSize(1);
        wait(reactor.deferLater(Duration.ofMillis(60), () -> null));
        wait(get(young, url + "/now"));
        assertThat(made).hasSize(2);
    }
}
