/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.Data;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.SiteOptions;
import io.netwist.protocols.web.client.Agent;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardProxyIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ListenOptions LOCAL = ListenOptions.defaults().withInterface("127.0.0.1");

    private NettyReactor reactor;
    private int web;
    private int echo;
    private int closed;
    private int proxy;
    private final List<String> asked = new ArrayList<>();

    private static final class Echo extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(data.retain());
        }
    }

    @BeforeEach
    void open() throws Exception {
        reactor = NettyReactor.create();
        Resource root = new Resource() {};
        root.putChild("", new Data("the root".getBytes(StandardCharsets.US_ASCII), "text/plain"));
        root.putChild("a", new Data("the page".getBytes(StandardCharsets.US_ASCII), "text/plain"));
        web = reactor.listenTCP(0, new Site(root), LOCAL).getHost().port();
        echo = reactor.listenTCP(0, peer -> new Echo(), LOCAL).getHost().port();
        ListeningPort gone = reactor.listenTCP(0, peer -> new Echo(), LOCAL);
        closed = gone.getHost().port();
        reactor.runUntil(gone.stopListening(), LIMIT);
        Site site = new Site(
                new ForwardProxy(new Agent(reactor), place -> {
                    asked.add(place);
                    return !place.startsWith("forbidden");
                }),
                SiteOptions.defaults().withTunnels(true));
        proxy = reactor.listenTCP(0, site, LOCAL).getHost().port();
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    /** Sends text and reads until the end of what comes back is there, or of the connection. */
    private String exchange(int port, String text, String end) throws Exception {
        return reactor.runUntil(
                reactor.deferToThread(() -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        socket.setSoTimeout((int) LIMIT.toMillis());
                        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                        ByteArrayOutputStream all = new ByteArrayOutputStream();
                        int next = socket.getInputStream().read();
                        while (next >= 0) {
                            all.write(next);
                            next = all.toString(StandardCharsets.US_ASCII).endsWith(end)
                                    ? -1
                                    : socket.getInputStream().read();
                        }
                        return all.toString(StandardCharsets.US_ASCII);
                    }
                }),
                LIMIT);
    }

    @Test
    @Spec("RES-083")
    void asksForWholeUrls() throws Exception {
        String there = "127.0.0.1:" + web;
        String close = "\r\nConnection: close\r\nProxy-Connection: keep-alive\r\n\r\n";
        assertThat(exchange(proxy, "GET http://" + there + "/a?q=|x HTTP/1.1\r\nHost: " + there + close, "\0"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("the page");
        assertThat(exchange(proxy, "GET http://" + there + " HTTP/1.1\r\nHost: " + there + close, "\0"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("the root");
        assertThat(exchange(proxy, "GET /a HTTP/1.1\r\nHost: " + there + close, "\0"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(exchange(proxy, "GET http://Forbidden/ HTTP/1.1\r\nHost: forbidden" + close, "\0"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(exchange(proxy, "GET http://127.0.0.1:" + closed + "/ HTTP/1.1\r\nHost: h" + close, "\0"))
                .startsWith("HTTP/1.1 502 ");
    }

    @Test
    void asksForOneSpellingOfAPlace() throws Exception {
        String close = " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        for (String request : List.of(
                "GET http://Forbidden:/",
                "GET http://forbidden:080/",
                "GET http://forbidden./",
                "CONNECT FORBIDDEN:0443")) {
            assertThat(exchange(proxy, request + close, "\0")).startsWith("HTTP/1.1 403 ");
        }
        assertThat(asked).containsExactly("forbidden:80", "forbidden:80", "forbidden:80", "forbidden:443");
        for (String request : List.of("GET http://h:99999/", "CONNECT h:0", "CONNECT ::1:80")) {
            assertThat(exchange(proxy, request + close, "\0")).as(request).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    @Spec("RES-083")
    void opensTunnels() throws Exception {
        String answer = exchange(
                proxy, "CONNECT 127.0.0.1:" + echo + " HTTP/1.1\r\nHost: 127.0.0.1:" + echo + "\r\n\r\n", "\r\n\r\n");
        assertThat(answer).isEqualTo("HTTP/1.1 200 Connection established\r\n\r\n");
        assertThat(exchange(proxy, "CONNECT forbidden:443 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "\0"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(exchange(
                        proxy,
                        "CONNECT 127.0.0.1:" + closed + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                        "\0"))
                .startsWith("HTTP/1.1 502 ");
        for (String wrong : new String[] {"127.0.0.1", "/a", "http://h/", "h:", "h:123456", "u@h:1"}) {
            assertThat(exchange(proxy, "CONNECT " + wrong + " HTTP/1.1\r\nHost: h\r\n\r\n", "\0"))
                    .startsWith("HTTP/1.1 400 ");
        }
        assertThat(exchange(web, "CONNECT 127.0.0.1:" + echo + " HTTP/1.1\r\nHost: h\r\n\r\n", "\0"))
                .startsWith("HTTP/1.1 501 ");
    }

    @Test
    @Spec("RES-083")
    void carriesBytesThroughATunnel() throws Exception {
        String answer = reactor.runUntil(
                reactor.deferToThread(() -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy)) {
                        socket.setSoTimeout((int) LIMIT.toMillis());
                        socket.getOutputStream()
                                .write(("CONNECT 127.0.0.1:" + echo + " HTTP/1.1\r\nHost: h\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                        socket.getInputStream().readNBytes("HTTP/1.1 200 Connection established\r\n\r\n".length());
                        socket.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
                        return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
                    }
                }),
                LIMIT);
        assertThat(answer).isEqualTo("ping");
    }
}
