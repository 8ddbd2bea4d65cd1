/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.Cookie;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.SiteOptions;
import io.netwist.protocols.web.client.ResponseNeverReceived;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client and our server with each other. */
class WebSocketIT extends WebSocketCase {

    private static final WebSocketOptions DEFAULTS = WebSocketOptions.defaults();

    @ParameterizedTest
    @Spec({"WS-001", "WS-004", "WS-005", "WS-006", "WS-008", "WS-011", "WS-013"})
    @ValueSource(booleans = {false, true})
    void carriesMessagesBothWays(boolean compressed) throws Exception {
        List<Echo> servers = new ArrayList<>();
        WebSocketOptions options = DEFAULTS.withCompression(compressed);
        root.putChild(
                "own",
                new WebSocketResource(
                        request -> {
                            Echo echo = new Echo();
                            servers.add(echo);
                            return echo;
                        },
                        options));
        Recorder client = connect("/own", options);
        String large = "große Nachricht ".repeat(4_000);
        client.transport().sendTextMessage("héllo");
        client.transport().sendBytesMessage("\0\1ÿ".getBytes(StandardCharsets.ISO_8859_1));
        client.transport().sendTextMessage("");
        client.transport().sendTextMessage(large);
        client.transport().ping("are you there".getBytes(StandardCharsets.US_ASCII));
        assertThat(events(client, 7))
                .isEqualTo("started, finished, text héllo, bytes \0\1ÿ, text , text " + large + ", pong are you there");
        assertThat(client.transport().isOpen()).isTrue();
        client.transport().loseConnection(4321, "enough");
        assertThat(client.transport().isOpen()).isFalse();
        client.transport().sendTextMessage("dropped");
        WebSocketClosed ours = (WebSocketClosed) wait(client.lost);
        assertThat(ours.code() + ours.reason()).isEqualTo("4321enough");
        WebSocketClosed theirs = (WebSocketClosed) wait(servers.get(0).lost);
        assertThat(theirs.code() + theirs.reason()).isEqualTo("4321enough");
        assertThat(events(servers.get(0), 7))
                .startsWith("started, finished, text héllo")
                .endsWith("lost");
        client.transport().sendBytesMessage(new byte[3]);
        client.transport().loseConnection();
    }

    @Test
    @Spec({"WS-001", "WS-013"})
    void givesTheFactoryTheRequestAndAgreesOnASubprotocol() throws Exception {
        root.putChild(
                "own",
                new WebSocketResource(
                        request -> {
                            request.addCookie(Cookie.of("seen", String.valueOf(request.getArg("who"))));
                            return request.getArg("who") == null ? null : new Echo();
                        },
                        DEFAULTS.withSubprotocols("v2", "v1")));
        Recorder client = connect("/own?who=me", DEFAULTS.withSubprotocols("v0", "v1", "v2"));
        assertThat(client.transport().subprotocol()).isEqualTo("v2");
        assertThat(connect("/own?who=me", DEFAULTS).transport().subprotocol()).isEmpty();
        assertThat(connect("/own?who=me", DEFAULTS.withSubprotocols("v7"))
                        .transport()
                        .subprotocol())
                .isEmpty();
        assertThatThrownBy(() -> connect("/own", DEFAULTS))
                .isInstanceOfSatisfying(
                        ConnectionRejected.class,
                        e -> assertThat(e.response().code()).isEqualTo(403));
    }

    @Test
    @Spec("WS-012")
    void hasTheResponseOfAServerThatRefuses() throws Exception {
        root.putChild("late", new Resource() {
            @Override
            protected Rendering render_GET(Request request) {
                request.setResponseCode(599, "Odd");
                request.write("first ");
                request.reactor().callLater(Duration.ofMillis(20), () -> {
                    request.write("second");
                    request.finish();
                });
                return NOT_DONE_YET;
            }
        });
        ConnectionRejected refused = null;
        try {
            connect("/late", DEFAULTS);
        } catch (ConnectionRejected e) {
            refused = e;
        }
        assertThat(refused).hasMessage("a WebSocket was refused with 599 Odd");
        assertThat(wait(refused.response().text())).isEqualTo("first second");
        assertThatThrownBy(() -> connect("/nothing", DEFAULTS)).isInstanceOf(ConnectionRejected.class);
    }

    @ParameterizedTest
    @Spec("WS-011")
    @ValueSource(strings = {"http://h/", "wsx://h/", "ws:///", "ws://h:0/", ""})
    void refusesOtherUrls(String url) {
        assertThatThrownBy(() -> wait(WebSocketClient.connect(agent, url, new Recorder())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Sends until it is paused. */
    private static final class Flood extends Recorder implements PushProducer {
        private static final byte[] PIECE = new byte[100_000];

        final Deferred<@Nullable Void> pausedOnce = new Deferred<>();
        final Deferred<@Nullable Void> resumedOnce = new Deferred<>();
        private boolean paused;
        int sent;

        @Override
        public void negotiationFinished() {
            transport().registerProducer(this);
            resumeProducing();
        }

        @Override
        public void resumeProducing() {
            if (paused && !resumedOnce.isCalled()) {
                resumedOnce.callback(null);
            }
            paused = false;
            while (!paused && sent < 120) {
                sent++;
                transport().sendBytesMessage(PIECE);
            }
            if (sent == 120) {
                transport().loseConnection(); // Takes effect when the producer is done.
                transport().unregisterProducer();
            }
        }

        @Override
        public void pauseProducing() {
            paused = true;
            if (!pausedOnce.isCalled()) {
                pausedOnce.callback(null);
            }
        }

        @Override
        public void stopProducing() {}
    }

    @Test
    @Spec("WS-010")
    void slowsAProducerToThePaceOfItsReader() throws Exception {
        Flood flood = new Flood();
        root.putChild("flood", new WebSocketResource(request -> flood));
        int[] received = {0};
        Recorder client = new Recorder() {
            @Override
            public void negotiationFinished() {
                transport().pauseProducing();
            }

            @Override
            public void bytesMessageReceived(ByteBuf data) {
                received[0]++;
            }
        };
        wait(WebSocketClient.connect(agent, url("/flood"), client));
        wait(flood.pausedOnce);
        wait(reactor.deferLater(Duration.ofMillis(50), () -> null));
        int sentWhilePaused = flood.sent;
        assertThat(sentWhilePaused).isLessThan(120);
        client.transport().resumeProducing();
        wait(flood.resumedOnce);
        assertThat(((WebSocketClosed) wait(client.lost)).code()).isEqualTo(1000);
        assertThat(received[0]).isEqualTo(120);
    }

    @Test
    @Spec("WS-010")
    void pullsAProducerAndDetachesIt() throws Exception {
        root.putChild("pull", new WebSocketResource(request -> new Recorder() {
            private int next;

            @Override
            public void negotiationFinished() {
                transport().registerProducer(new PullProducer() {
                    @Override
                    public void resumeProducing() {
                        transport().sendTextMessage(String.valueOf(next));
                        if (++next == 3) {
                            transport().unregisterProducer();
                            transport().loseConnection();
                        }
                    }

                    @Override
                    public void stopProducing() {}
                });
            }
        }));
        assertThat(events(connect("/pull", DEFAULTS), 6)).isEqualTo("started, finished, text 0, text 1, text 2, lost");
    }

    @Test
    void echoesNoFasterThanItsPeerReads() throws Exception {
        root.putChild("paced", new WebSocketResource(request -> new Echo() {
            @Override
            public void negotiationFinished() {
                transport().registerProducer(transport());
            }
        }));
        int[] received = {0};
        Deferred<@Nullable Void> all = new Deferred<>();
        Recorder client = new Recorder() {
            @Override
            public void bytesMessageReceived(ByteBuf data) {
                if (++received[0] == 20) {
                    all.callback(null);
                }
            }
        };
        wait(WebSocketClient.connect(agent, url("/paced"), client));
        client.transport().pauseProducing();
        for (int i = 0; i < 20; i++) {
            client.transport().sendBytesMessage(new byte[10_000]);
        }
        wait(reactor.deferLater(Duration.ofMillis(50), () -> null));
        client.transport().resumeProducing();
        wait(all);
    }

    @Test
    @Spec("WS-016")
    void pingsByItselfAndStaysOpen() throws Exception {
        WebSocketOptions quick = DEFAULTS.withTimes(Duration.ofMillis(50), Duration.ofSeconds(5));
        Echo server = new Echo();
        root.putChild("quick", new WebSocketResource(request -> server, quick));
        Recorder client = connect("/quick", DEFAULTS);
        wait(reactor.deferLater(Duration.ofMillis(400), () -> null));
        assertThat(server.transport().isOpen()).isTrue();
        client.transport().sendTextMessage("still here");
        assertThat(events(client, 3)).endsWith("text still here");
        assertThat(events(server, 3)).endsWith("text still here");
    }

    @Test
    @Spec({"WS-009", "WS-006"})
    void tellsOfAConnectionThatBreaks() throws Exception {
        Echo server = new Echo();
        root.putChild("own", new WebSocketResource(request -> server));
        Recorder client = connect("/own", DEFAULTS);
        client.transport().abortConnection();
        assertThat(wait(server.lost)).isNotInstanceOf(WebSocketClosed.class);
        assertThat(wait(client.lost)).isNotInstanceOf(WebSocketClosed.class);
        assertThatThrownBy(() -> client.transport().loseConnection(1005, "")).hasMessageContaining("1005");
        assertThatThrownBy(() -> client.transport().loseConnection(1000, "x".repeat(124)))
                .hasMessageContaining("123");
        assertThatThrownBy(() -> client.transport().ping(new byte[126])).hasMessageContaining("126");
    }

    @Test
    @Spec("WS-008")
    void closesWith1011WhenItsProtocolThrows() throws Exception {
        root.putChild("bad", new WebSocketResource(request -> new Recorder() {
            @Override
            public void textMessageReceived(String text) {
                throw new IllegalStateException("thrown by a test");
            }
        }));
        Recorder client = connect("/bad", DEFAULTS);
        client.transport().sendTextMessage("go");
        assertThat(((WebSocketClosed) wait(client.lost)).code()).isEqualTo(1011);
    }

    @Test
    @Spec("WS-008")
    void saysThatItGoesWhenItsServerDrains() throws Exception {
        Echo server = new Echo();
        root.putChild("own", new WebSocketResource(request -> server));
        Recorder client = connect("/own", DEFAULTS);
        for (Protocol each : connections) {
            ((Drainable) each).drain();
        }
        assertThat(((WebSocketClosed) wait(client.lost)).code()).isEqualTo(1001);
        wait(server.lost);
    }

    @Test
    @Spec("WS-012")
    void givesUpOnAServerThatClosesInTheHandshake() {
        root.putChild("gone", new Resource() {
            @Override
            protected Rendering render_GET(Request request) {
                request.loseConnection();
                return NOT_DONE_YET;
            }
        });
        assertThatThrownBy(() -> connect("/gone", DEFAULTS))
                .isInstanceOf(ResponseNeverReceived.class)
                .hasCauseInstanceOf(ConnectionDone.class);
    }

    @Test
    @Spec("WS-016")
    void keepsNoHttpTimerAfterTheUpgrade() throws Exception {
        SiteOptions quick = SiteOptions.defaults().withTimeouts(Duration.ofMillis(30), Duration.ofMillis(30));
        ListeningPort other = reactor.listenTCP(
                0, new Site(root, quick), ListenOptions.defaults().withInterface("127.0.0.1"));
        String url = "ws://127.0.0.1:" + other.getHost().port() + "/echo";
        Recorder client = wait(WebSocketClient.connect(agent, url, new Recorder()));
        wait(reactor.deferLater(Duration.ofMillis(150), () -> null));
        client.transport().sendTextMessage("a");
        assertThat(events(client, 3)).endsWith("text a");
    }
}
