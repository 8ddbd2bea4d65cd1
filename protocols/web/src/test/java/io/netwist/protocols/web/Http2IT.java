/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.Http2FrameStream;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server, with Netty's frames as the client. */
class Http2IT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final SiteOptions OPTIONS = SiteOptions.defaults().withMaxBody(200_000);

    private NettyReactor reactor;
    private Resource root;
    private Site site;
    private final List<Protocol> connections = new ArrayList<>();

    /** Keeps its requests for the test to answer. */
    private static final class Open extends Resource {
        final List<Request> requests = new ArrayList<>();

        @Override
        protected Rendering render_GET(Request request) {
            requests.add(request);
            return NOT_DONE_YET;
        }
    }

    private final Open open = new Open();

    @BeforeEach
    void open() {
        reactor = NettyReactor.create();
        root = new Resource() {};
        root.putChild("data", RecordedSite.get(request -> {
            request.setHeader("X-Seen", request.clientProtocol() + " " + request.getRequestHostname());
            request.responseHeaders().set("Connection", "close").set("Keep-Alive", "timeout=3");
            return Rendering.text("hello");
        }));
        root.putChild("none", RecordedSite.get(request -> {
            request.setResponseCode(204);
            return Rendering.bytes(new byte[0]);
        }));
        root.putChild("echo", new RecordedSite.Echo());
        root.putChild("open", open);
        root.putChild("bad", RecordedSite.get(request -> {
            request.write("begun");
            throw new IllegalStateException("thrown by a test");
        }));
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private <T> T wait(Deferred<T> result) throws Exception {
        return reactor.runUntil(result, LIMIT);
    }

    private Http2Client connect(SiteOptions options) throws Exception {
        site = new Site(root, options);
        int port = reactor.listenTCP(
                        0,
                        peer -> {
                            Protocol made = site.buildProtocol(peer);
                            connections.add(made);
                            return made;
                        },
                        ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port();
        Http2Client client = new Http2Client();
        reactor.connectTCP("127.0.0.1", port, peer -> client);
        return wait(client.ready);
    }

    private String events(Http2Client client, int count) throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(i == 0 ? "" : ", ").append(wait(client.events.get()));
        }
        return all.toString();
    }

    private void untilOpen(int count) throws Exception {
        long deadline = reactor.nanoTime() + LIMIT.toNanos();
        while (open.requests.size() < count) {
            assertThat(reactor.nanoTime()).as("requests are missing").isLessThan(deadline);
            wait(reactor.deferLater(Duration.ofMillis(1), () -> null));
        }
    }

    @Test
    @Spec({"H2-003", "H2-004", "H2-021", "H2-023"})
    void answersAsOverHttp1() throws Exception {
        Http2Client client = connect(OPTIONS);
        client.request("GET", "/data");
        assertThat(events(client, 2)).isEqualTo("3 :200, 3 +hello .");
        assertThat(client.last.get("x-seen")).hasToString("HTTP/2 h");
        assertThat(client.last.get("content-length")).hasToString("5");
        assertThat(client.last.contains("connection")).isFalse();
        assertThat(client.last.contains("keep-alive")).isFalse();
        client.request("HEAD", "/data");
        assertThat(events(client, 1)).isEqualTo("5 :200 .");
        assertThat(client.last.get("content-length")).hasToString("5");
        client.request("GET", "/none");
        assertThat(events(client, 1)).isEqualTo("7 :204 .");
        client.request("PUT", "/data", "content-length", "0");
        assertThat(events(client, 1)).isEqualTo("9 :405");
    }

    @Test
    @Spec({"H2-003", "H2-013"})
    void takesBodiesWithAndWithoutTheirLength() throws Exception {
        Http2Client client = connect(OPTIONS);
        Http2FrameStream first = client.begin("POST", "/echo", "content-length", "4");
        client.body(first, "ab".getBytes(StandardCharsets.UTF_8), false);
        client.body(first, "cd".getBytes(StandardCharsets.UTF_8), true);
        assertThat(events(client, 2)).isEqualTo("3 :200, 3 +[abcd] .");
        Http2FrameStream second = client.begin("POST", "/echo", "expect", "100-continue");
        assertThat(events(client, 1)).isEqualTo("5 :100");
        client.body(second, new byte[150_000], true);
        assertThat(events(client, 1)).isEqualTo("5 :200");
        int received = 0;
        while (received < 150_002) {
            received += size(wait(client.events.get()));
        }
        assertThat(received).isEqualTo(150_002);
    }

    @Test
    @Spec({"HTTP-045", "HTTP-047"})
    void refusesOnTheStreamAlone() throws Exception {
        Http2Client client = connect(OPTIONS);
        client.request("GET", "nopath");
        assertThat(events(client, 1)).isEqualTo("3 :400 .");
        client.request("CONNECT", "/data");
        assertThat(events(client, 1)).startsWith("5 ");
        client.begin("POST", "/echo", "content-length", "200001");
        assertThat(events(client, 2)).isEqualTo("7 :413 ., 7 !NO_ERROR");
        Http2FrameStream long1 = client.begin("POST", "/echo");
        client.body(long1, new byte[200_001], false);
        assertThat(events(client, 2)).isEqualTo("9 :413 ., 9 !NO_ERROR");
        client.request("GET", "/data", "expect", "the worst");
        assertThat(events(client, 1)).isEqualTo("11 :417 .");
        client.request("GET", "/data");
        assertThat(events(client, 2)).isEqualTo("13 :200, 13 +hello .");
    }

    @Test
    @Spec({"H2-005", "H2-022"})
    void answersInAnyOrder() throws Exception {
        Http2Client client = connect(OPTIONS);
        client.request("GET", "/open");
        untilOpen(1);
        client.request("GET", "/data");
        assertThat(events(client, 2)).isEqualTo("5 :200, 5 +hello .");
        open.requests.get(0).write("a");
        open.requests.get(0).write("b");
        assertThat(events(client, 3)).isEqualTo("3 :200, 3 +a, 3 +b");
        open.requests.get(0).finish();
        assertThat(events(client, 1)).isEqualTo("3 + .");
    }

    @Test
    @Spec("H2-010")
    void endsARequestThatTheClientGivesUp() throws Exception {
        Http2Client client = connect(OPTIONS);
        Http2FrameStream stream = client.request("GET", "/open");
        untilOpen(1);
        Deferred<@Nullable Void> gone = open.requests.get(0).notifyFinish();
        client.reset(stream);
        assertThatThrownBy(() -> wait(gone)).isInstanceOf(ConnectionLost.class).hasMessageContaining("CANCEL");
        open.requests.get(0).write("swallowed");
        assertThatThrownBy(() -> open.requests.get(0).finish()).isInstanceOf(IllegalStateException.class);
        client.request("GET", "/data");
        assertThat(events(client, 2)).isEqualTo("5 :200, 5 +hello .");
    }

    @Test
    @Spec("H2-011")
    void endsAllRequestsWithTheConnection() throws Exception {
        Http2Client client = connect(OPTIONS);
        client.request("GET", "/open");
        client.request("GET", "/open");
        untilOpen(2);
        List<Deferred<@Nullable Void>> gone = List.of(
                open.requests.get(0).notifyFinish(), open.requests.get(1).notifyFinish());
        client.transport().abortConnection();
        for (Deferred<@Nullable Void> each : gone) {
            assertThatThrownBy(() -> wait(each)).isNotNull();
        }
        wait(client.lost);
    }

    /** Writes pieces of 10,000 bytes for as long as it is let. */
    private static final class Source implements PushProducer {
        private final Request request;
        boolean paused;
        boolean stopped;
        int pieces;

        Source(Request request) {
            this.request = request;
        }

        @Override
        public void resumeProducing() {
            paused = false;
            while (!paused && pieces < 40) {
                pieces++;
                request.write(new byte[10_000]);
            }
            if (pieces == 40) {
                request.unregisterProducer();
                request.finish();
                pieces++;
            }
        }

        @Override
        public void pauseProducing() {
            paused = true;
        }

        @Override
        public void stopProducing() {
            stopped = true;
        }
    }

    @Test
    @Spec({"H2-007", "H2-008"})
    void pausesAProducerWhenTheWindowIsFull() throws Exception {
        Http2Client client = connect(OPTIONS);
        client.takesBodies = false;
        Http2FrameStream stream = client.request("GET", "/open");
        untilOpen(1);
        Source source = new Source(open.requests.get(0));
        open.requests.get(0).registerProducer(source);
        source.resumeProducing();
        assertThat(source.paused).isTrue();
        assertThat(wait(client.events.get())).isEqualTo("3 :200");
        int received = 0;
        while (received < 65_535) {
            received += size(wait(client.events.get()));
        }
        assertThat(received).isEqualTo(65_535);
        wait(reactor.deferLater(Duration.ofMillis(30), () -> null));
        assertThat(source.paused).isTrue();
        int written = source.pieces;
        assertThat(written).isLessThan(25);
        client.takesBodies = true;
        client.take(stream, 65_535);
        while (received < 400_000) {
            received += size(wait(client.events.get()));
        }
        assertThat(source.pieces).isEqualTo(41);
    }

    @Test
    @Spec("H2-007")
    void endsAStreamWhenTooMuchOfItsConnectionWaits() throws Exception {
        Http2Client client = connect(OPTIONS);
        client.takesBodies = false;
        client.request("GET", "/open");
        client.request("GET", "/open");
        untilOpen(2);
        Deferred<@Nullable Void> gone = open.requests.get(1).notifyFinish();
        byte[] piece = new byte[1 << 20];
        for (int i = 0; i < 9; i++) {
            open.requests.get(0).write(piece);
        }
        for (int i = 0; i < 9; i++) {
            open.requests.get(1).write(piece);
        }
        assertThatThrownBy(() -> wait(gone)).isInstanceOf(ConnectionLost.class);
        String event = wait(client.events.get());
        while (!event.contains("!")) {
            event = wait(client.events.get());
        }
        assertThat(event).isEqualTo("5 !CANCEL");
        client.transport().abortConnection();
        wait(client.lost);
    }

    private static int size(String event) {
        return event.contains("#")
                ? Integer.parseInt(event.substring(event.indexOf('#') + 1).replace(" .", ""))
                : event.replace(" .", "").length() - "3 +".length();
    }

    @Test
    @Spec({"H2-016", "H2-010"})
    void pullsAProducerAndTakesOnlyOne() throws Exception {
        Http2Client client = connect(OPTIONS);
        client.request("GET", "/open");
        untilOpen(1);
        Request request = open.requests.get(0);
        request.registerProducer(new PullProducer() {
            private int next;

            @Override
            public void resumeProducing() {
                request.write("piece " + next);
                if (++next == 3) {
                    request.unregisterProducer();
                    request.finish();
                }
            }

            @Override
            public void stopProducing() {}
        });
        assertThatThrownBy(() -> request.registerProducer(new Source(request)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(events(client, 5)).isEqualTo("3 :200, 3 +piece 0, 3 +piece 1, 3 +piece 2, 3 + .");
        Http2FrameStream stream = client.request("GET", "/open");
        untilOpen(2);
        Source source = new Source(open.requests.get(1));
        open.requests.get(1).registerProducer(source);
        client.reset(stream);
        assertThatThrownBy(() -> wait(open.requests.get(1).notifyFinish())).isNotNull();
        assertThat(source.stopped).isTrue();
    }

    @Test
    @Spec({"H2-015", "HTTP-101"})
    void endsOnlyTheStream() throws Exception {
        Http2Client client = connect(OPTIONS);
        client.request("GET", "/open");
        untilOpen(1);
        open.requests.get(0).write("some");
        open.requests.get(0).loseConnection();
        assertThat(events(client, 3)).isEqualTo("3 :200, 3 +some, 3 + .");
        client.request("GET", "/bad");
        String event = wait(client.events.get());
        while (!event.contains("!")) {
            assertThat(event).isIn("5 :200", "5 +begun"); // What was written may be overtaken.
            event = wait(client.events.get());
        }
        assertThat(event).isEqualTo("5 !INTERNAL_ERROR");
        client.request("GET", "/data");
        assertThat(events(client, 2)).isEqualTo("7 :200, 7 +hello .");
    }

    @Test
    @Spec("H2-025")
    void limitsStreamsAndHeads() throws Exception {
        String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
        String head = "\202\206\204\101\1h"; // GET http://h/
        String large = head + "\100\1x\177\321\16" + "v".repeat(2000) + "\276".repeat(20); // x, 21 times
        String end = "\0\0\4\6\0\0\0\0\0abcd"; // A wrong PING.
        SiteOptions one = OPTIONS.withHttp2(Http2Options.defaults().withStreams(1, 65_535));
        try (RawClient client = new RawClient(new Site(root, one))) {
            assertThat(client.exchange(preface + "\0\0\6\1\4\0\0\0\1" + head + "\0\0\6\1\4\0\0\0\3" + head + end))
                    .as("the setting")
                    .contains("\0\3\0\0\0\1")
                    .as("REFUSED_STREAM")
                    .contains("\0\0\4\3\0\0\0\0\3\0\0\0\7");
            String length = "\0" + (char) (large.length() >> 8) + (char) (large.length() & 0xff);
            assertThat(client.exchange(preface + length + "\1\5\0\0\0\1" + large + end))
                    .contains("431");
        }
    }

    @Test
    @Spec("H2-025")
    void closesAConnectionThatResetsItsStreamsAllTheTime() throws Exception {
        Http2Client client =
                connect(OPTIONS.withHttp2(Http2Options.defaults().withDefences(20, Duration.ofSeconds(30), 100)));
        for (int i = 0; i < 30; i++) {
            client.reset(client.request("GET", "/open"));
        }
        assertThat(events(client, 2)).isEqualTo("goaway ENHANCE_YOUR_CALM, lost");
        assertThat(site.floodsRefused()).isEqualTo(1);
    }

    @Test
    void saysGoodbyeToAnIdleConnection() throws Exception {
        Http2Client client = connect(OPTIONS.withTimeouts(Duration.ofMillis(60), Duration.ofMillis(500)));
        client.request("GET", "/open");
        untilOpen(1);
        wait(reactor.deferLater(Duration.ofMillis(150), () -> null)); // A resource may take its time.
        open.requests.get(0).finish();
        assertThat(events(client, 3)).isEqualTo("3 :200 ., goaway NO_ERROR, lost");
    }

    @Test
    void givesUpAClientThatSendsNoBody() throws Exception {
        Http2Client client = connect(OPTIONS.withTimeouts(Duration.ofMillis(60), Duration.ofMillis(500)));
        client.begin("POST", "/echo");
        assertThat(events(client, 2)).contains("goaway PROTOCOL_ERROR");
    }

    @Test
    @Spec("H2-011")
    void finishesWhatItHasBegunWhenItsServerStops() throws Exception {
        Http2Client client = connect(OPTIONS);
        client.request("GET", "/open");
        untilOpen(1);
        ((Drainable) connections.get(0)).drain();
        assertThat(events(client, 1)).isEqualTo("goaway NO_ERROR");
        open.requests.get(0).write("late");
        open.requests.get(0).finish();
        assertThat(events(client, 5)).isEqualTo("3 :200, 3 +late, 3 + ., goaway NO_ERROR, lost");
    }

    @ParameterizedTest
    @Spec({"H2-012", "H2-001"})
    @ValueSource(strings = {"\0\0\4\6\0\0\0\0\0abcd", "\0\0\1\0\1\0\0\0\0a", "GET / HTTP/1.1\r\n\r\n"})
    void endsAConnectionThatBreaksTheRules(String bytes) throws Exception {
        try (RawClient client = new RawClient(new Site(root, OPTIONS))) {
            String answer = client.exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0" + bytes);
            assertThat(answer).contains("\7\0\0\0\0\0"); // The type, flags and stream of GOAWAY.
        }
    }

    @Test
    @Spec("H2-001")
    void refusesHttp2WhereItIsNotOffered() throws Exception {
        SiteOptions off = OPTIONS.withHttp2(Http2Options.defaults().withEnabled(false));
        try (RawClient client = new RawClient(new Site(root, off))) {
            assertThat(client.exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(client.exchange(String.join(
                            "\r\n",
                            "GET /none HTTP/1.1",
                            "Host: h",
                            "Connection: Upgrade, HTTP2-Settings, close",
                            "Upgrade: h2c",
                            "HTTP2-Settings: AAMAAABk",
                            "",
                            "")))
                    .startsWith("HTTP/1.1 204 ");
        }
        assertThat(new Site(root, off).acceptableProtocols()).containsExactly("http/1.1");
        assertThat(new Site(root, OPTIONS).acceptableProtocols()).containsExactly("h2", "http/1.1");
    }
}
