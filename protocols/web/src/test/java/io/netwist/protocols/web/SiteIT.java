/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What resources see of connections, and clients of resources. */
class SiteIT {

    private static final String CLOSE = " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";

    private RawClient client;

    private void serve(Resource root, SiteOptions options) {
        client = new RawClient(new Site(root, options));
    }

    private void serve(RecordedSite.Get get) {
        Resource root = RecordedSite.get(get);
        root.putChild("", root);
        root.putChild(
                "data",
                RecordedSite.get(
                        request -> Rendering.bytes("hello".getBytes(StandardCharsets.US_ASCII), "text/plain")));
        serve(root, SiteOptions.defaults());
    }

    private String get(String path, String... headers) throws Exception {
        return client.exchange("GET " + path + CLOSE + String.join("", headers) + "\r\n");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    @Spec({"HTTP-049", "HTTP-065", "HTTP-066", "HTTP-111"})
    void servesAClientThatKeepsItsConnection() throws Exception {
        serve(new RecordedSite.Echo(), SiteOptions.defaults());
        List<String> got = client.reactor.runUntil(
                client.reactor.deferToThread(() -> {
                    HttpClient http = HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .build();
                    List<String> bodies = new ArrayList<>();
                    URI uri = URI.create("http://127.0.0.1:" + client.port + "/");
                    for (int i = 0; i < 50; i++) {
                        HttpRequest.BodyPublisher body = i % 2 == 0
                                ? HttpRequest.BodyPublishers.ofString("n" + i)
                                : HttpRequest.BodyPublishers.fromPublisher(
                                        HttpRequest.BodyPublishers.ofString("n" + i)); // Chunked.
                        HttpRequest request =
                                HttpRequest.newBuilder(uri).POST(body).build();
                        bodies.add(http.send(request, HttpResponse.BodyHandlers.ofString())
                                .body());
                    }
                    return bodies;
                }),
                RawClient.LIMIT);
        assertThat(got).hasSize(50).startsWith("[n0]", "[n1]").endsWith("[n48]", "[n49]");
    }

    @Test
    @Spec("HTTP-045")
    void refusesABodyThatGrowsTooLarge() throws Exception {
        serve(new RecordedSite.Echo(), SiteOptions.defaults().withMaxBody(10));
        String chunk = "8\r\n12345678\r\n";
        assertThat(client.exchange("POST /" + CLOSE + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk))
                .isEqualTo("HTTP/1.1 413 Request Entity Too Large\r\n\r\n");
    }

    @Test
    @Spec({"HTTP-054", "HTTP-080", "HTTP-098"})
    void tellsAResourceThatItsClientHasGone() throws Exception {
        Deferred<Object> told = new Deferred<>();
        Deferred<Rendering> never = new Deferred<>();
        List<Object> events = new ArrayList<>();
        never.onFailure(failure -> events.add(failure.value().getClass()));
        serve(request -> {
            request.notifyFinish().consume(nothing -> told.callback("finished"), told::callbackValue);
            client.reactor.callInThread(() -> client.toClose.close());
            return Rendering.later(never);
        });
        client.toClose = new Socket(InetAddress.getLoopbackAddress(), client.port);
        client.toClose.getOutputStream().write(("GET /" + CLOSE + "\r\n").getBytes(StandardCharsets.US_ASCII));

        assertThat(client.reactor.runUntil(told, RawClient.LIMIT).toString()).contains("ConnectionDone");
        assertThat(events).containsExactly(CancelledException.class);
    }

    @Test
    @Spec("HTTP-080")
    void tellsAResourceThatItsAnswerIsBrokenOff() throws Exception {
        List<Object> events = new ArrayList<>();
        serve(request -> {
            request.notifyFinish()
                    .consume(
                            nothing -> events.add("finished"),
                            failure -> events.add(failure.value().getClass()));
            request.write("a");
            throw new IllegalStateException("thrown by a test");
        });
        assertThat(get("/")).endsWith("\r\n\r\n1\r\na\r\n");
        assertThat(events).containsExactly(ConnectionLost.class);
    }

    @Test
    @Spec({"HTTP-080", "HTTP-078", "HTTP-067"})
    void tellsAResourceThatItsAnswerIsComplete() throws Exception {
        List<String> events = new ArrayList<>();
        serve(request -> {
            request.notifyFinish().onSuccess(nothing -> events.add("finished"));
            request.write("a");
            assertThatThrownBy(() -> request.setHeader("X", "y")).isInstanceOf(IllegalStateException.class);
            request.finish();
            assertThatThrownBy(() -> request.write("b")).isInstanceOf(IllegalStateException.class);
            request.notifyFinish().onSuccess(nothing -> events.add("finished already"));
            return Rendering.NOT_DONE_YET;
        });
        assertThat(get("/")).endsWith("\r\n\r\n1\r\na\r\n0\r\n\r\n");
        assertThat(events).containsExactly("finished", "finished already");
    }

    @Test
    @Spec({"HTTP-097", "HTTP-098"})
    void answersLater() throws Exception {
        serve(request -> Rendering.later(request.reactor()
                .deferLater(Duration.ofMillis(1), () -> Rendering.later(Deferred.succeed(Rendering.text("late"))))));
        assertThat(get("/")).endsWith("\r\n\r\nlate");
    }

    @Test
    @Spec({"HTTP-100", "HTTP-101", "HTTP-106"})
    void logsAnExceptionOnceWithTheResourceAndGoesOn() throws Exception {
        Resource root = new Resource() {};
        root.putChild("now", RecordedSite.get(request -> {
            throw new IllegalStateException("secret");
        }));
        root.putChild(
                "late",
                RecordedSite.get(request -> Rendering.later(Deferred.fail(new IllegalStateException("secret")))));
        root.putChild("after", RecordedSite.get(request -> {
            request.write("begun");
            throw new IllegalStateException("secret");
        }));
        root.putChild("data", new Data("hello".getBytes(StandardCharsets.US_ASCII), "text/plain"));
        serve(root, SiteOptions.defaults());
        Logger logger = (Logger) LoggerFactory.getLogger(Request.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        try {
            assertThat(get("/now")).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
            assertThat(get("/late")).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
            assertThat(get("/after"))
                    .endsWith("\r\n\r\n5\r\nbegun\r\n")
                    .as("no last chunk")
                    .doesNotContain("0\r\n\r\n");
            assertThat(get("/data")).endsWith("hello");
        } finally {
            logger.detachAppender(log);
            logger.setAdditive(true);
        }
        assertThat(log.list).hasSize(3).allSatisfy(each -> {
            assertThat(each.getFormattedMessage()).contains("RecordedSite$", "failed to answer GET /");
            assertThat(each.getThrowableProxy().getMessage()).isEqualTo("secret");
        });
    }

    @Test
    @Spec("HTTP-106")
    void showsTracebacksWhenAskedTo() throws Exception {
        Resource root = new Resource() {};
        root.putChild("", RecordedSite.get(request -> {
            throw new IllegalStateException("<why>");
        }));
        serve(root, SiteOptions.defaults().withDisplayTracebacks(true));
        Logger logger = (Logger) LoggerFactory.getLogger(Request.class);
        logger.setLevel(Level.OFF);
        try {
            assertThat(get("/")).contains("IllegalStateException: &lt;why&gt;", "SiteIT.java");
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    @Spec({"HTTP-056", "HTTP-058"})
    void endsAnIdleConnection() throws Exception {
        serve(
                new RecordedSite.Echo(),
                SiteOptions.defaults().withTimeouts(Duration.ofMillis(50), Duration.ofSeconds(1)));
        assertThat(client.exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("{}");
        assertThat(client.exchange("GET / HTT")).isEmpty();
        assertThat(client.exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabc"))
                .isEmpty();
    }

    @Test
    @Spec({"HTTP-083", "HTTP-084"})
    void letsTheClientPaceAProducer() throws Exception {
        serve(request -> {
            request.registerProducer(new PullProducer() {
                private int left = 100;

                @Override
                public void resumeProducing() {
                    request.write(new byte[100_000]);
                    if (--left == 0) {
                        request.unregisterProducer();
                        request.finish();
                    }
                }

                @Override
                public void stopProducing() {}
            });
            return Rendering.NOT_DONE_YET;
        });
        assertThat(get("/")).hasSizeGreaterThan(10_000_000).endsWith("\r\n0\r\n\r\n");
    }

    @Test
    @Spec({"HTTP-082", "HTTP-086"})
    void stopsAProducerWhenItsClientGoes() throws Exception {
        Deferred<String> stopped = new Deferred<>();
        serve(request -> {
            request.registerProducer(new PushProducer() {
                @Override
                public void pauseProducing() {
                    client.reactor.callInThread(() -> client.toClose.close());
                }

                @Override
                public void resumeProducing() {}

                @Override
                public void stopProducing() {
                    stopped.callback("stopped");
                }
            });
            request.write(new byte[20_000_000]);
            return Rendering.NOT_DONE_YET;
        });
        client.toClose = new Socket(InetAddress.getLoopbackAddress(), client.port);
        client.toClose.getOutputStream().write(("GET /" + CLOSE + "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(client.reactor.runUntil(stopped, RawClient.LIMIT)).isEqualTo("stopped");
    }

    @Test
    @Spec({"RES-001", "RES-002", "RES-003", "RES-014", "RES-015", "HTTP-107", "HTTP-109"})
    void findsResources() throws Exception {
        Resource root = new Resource() {
            @Override
            protected Resource getChild(String path, Request request) {
                return new DeferredResource(request.reactor()
                        .deferLater(
                                Duration.ofMillis(1), () -> RecordedSite.get(r -> Rendering.text(path + r.prepath()))));
            }
        };
        root.putChild("leaf", new Resource() {
            @Override
            protected boolean isLeaf() {
                return true;
            }

            @Override
            protected Rendering render_GET(Request request) {
                return text(request.prepath() + "" + request.postpath());
            }

            @Override
            protected Rendering render_POST(Request request) {
                return text(request.args().toString());
            }
        });
        root.putChild("moved", new Redirect("/else\"where"));
        serve(root, SiteOptions.defaults().withMaxArguments(3));
        assertThat(get("/leaf/a%20b//c/")).endsWith("\r\n\r\n[leaf][a b, , c, ]");
        assertThat(get("/any")).endsWith("\r\n\r\nany[any]");
        assertThat(get("/any/deeper")).startsWith("HTTP/1.1 404 ");
        assertThat(get("/moved/x"))
                .startsWith("HTTP/1.1 302 ")
                .contains("Location: /else\"where\r\n", "href=\"/else&quot;where\"");
        String form = "POST /leaf?a=1" + CLOSE
                + "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: ";
        assertThat(client.exchange(form + "7\r\n\r\na=2&b=3")).endsWith("{a=[1, 2], b=[3]}");
        assertThat(client.exchange(form + "11\r\n\r\na=2&b=3&c=4")).startsWith("HTTP/1.1 400 ");
        assertThatThrownBy(() -> root.putChild("a/b", root)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Spec({"RES-020", "RES-021", "RES-022", "RES-023", "RES-024", "RES-025", "RES-029", "RES-030"})
    void remembersABrowser() throws Exception {
        List<String> ended = new ArrayList<>();
        Resource root = new Resource() {};
        root.putChild("", RecordedSite.get(request -> {
            Session session = request.getSession();
            assertThat(request.getSession()).isSameAs(session);
            int[] count = session.component(int[].class, () -> new int[1]);
            if (count[0]++ == 0) {
                session.notifyOnExpire(() -> ended.add(session.uid()));
            }
            return Rendering.text("visit " + count[0]);
        }));
        serve(
                root,
                SiteOptions.defaults().withSessions(SessionOptions.defaults().withMaxSessions(1)));

        String first = get("/");
        String cookie = first.replaceAll(
                "(?s).*Set-Cookie: (NETWIST_SESSION=[0-9a-f]{64}); Path=/; HttpOnly; SameSite=Lax\r\n.*", "$1");
        assertThat(first).endsWith("visit 1");
        assertThat(get("/", "Cookie: a=b; " + cookie + "; c=d\r\n"))
                .endsWith("visit 2")
                .doesNotContain("Set-Cookie");
        assertThat(get("/", "Cookie: NETWIST_SESSION=unknown\r\n")).endsWith("visit 1");
        assertThat(ended).as("the limit is one").containsExactly(cookie.substring(cookie.indexOf('=') + 1));
        assertThat(get("/", "Cookie: " + cookie + "\r\n")).endsWith("visit 1");
    }

    @Test
    @Spec({"RES-013", "RES-070", "RES-071", "RES-072", "RES-074"})
    void tellsHostsApart() throws Exception {
        NameVirtualHost hosts = new NameVirtualHost();
        Resource a = new Resource() {};
        a.putChild("x", RecordedSite.get(request -> Rendering.text("a's x")));
        hosts.addHost("A.example", new AddHeaders(a, Map.of("X-Host", "a")));
        hosts.addHost("::1", new RecordedSite.Echo());
        serve(hosts, SiteOptions.defaults());
        String get = "GET /x HTTP/1.1\r\nConnection: close\r\nHost: ";
        assertThat(client.exchange(get + "a.EXAMPLE:8080\r\n\r\n"))
                .contains("X-Host: a\r\n")
                .endsWith("a's x");
        assertThat(client.exchange(get + "[::1]:80\r\n\r\n")).endsWith("GET /x args={}");
        assertThat(client.exchange(get + "b.example\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ")
                .doesNotContain("b.example");
        hosts.setDefault(a);
        hosts.removeHost("a.example");
        assertThat(client.exchange(get + "b.example\r\n\r\n")).endsWith("a's x");
    }

    @Test
    @Spec({"HTTP-117", "HTTP-118"})
    void logsWhatItAnswered() throws Exception {
        List<String> lines = new ArrayList<>();
        Resource root = new Resource() {};
        root.putChild("data", new Data("hello".getBytes(StandardCharsets.US_ASCII), "text/plain"));
        serve(root, SiteOptions.defaults().withAccessLog(AccessLog.combined(lines::add)));
        get("/data?\"", "User-Agent: a\"b\r\n");
        get("/nope", "Referer: http://r/\r\n");
        client.exchange("HEAD /data" + CLOSE + "\r\n");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .matches("\"127\\.0\\.0\\.1\" - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000] .*")
                .endsWith("\"GET /data?\\\" HTTP/1.1\" 200 5 \"-\" \"a\\\"b\"");
        assertThat(lines.get(1)).contains("\"GET /nope HTTP/1.1\" 404 ").endsWith(" \"http://r/\" \"-\"");
        assertThat(lines.get(2)).endsWith("\"HEAD /data HTTP/1.1\" 200 - \"-\" \"-\"");
    }
}
