/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.client.Agent;
import io.netwist.protocols.web.client.WebRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A site with WebSockets and an agent, on one reactor. */
abstract class WebSocketCase {

    static final Duration LIMIT = Duration.ofSeconds(20);
    static final WebSocketOptions SMALL = WebSocketOptions.defaults().withLimits(1000, 800);

    NettyReactor reactor;
    Agent agent;
    Resource root;
    ListeningPort listening;

    /** All that the site has made. */
    final List<Protocol> connections = new ArrayList<>();

    /** Sends everything back, and notes it. */
    static class Echo extends Recorder {
        @Override
        public void textMessageReceived(String text) {
            super.textMessageReceived(text);
            transport().sendTextMessage(text);
        }

        @Override
        public void bytesMessageReceived(ByteBuf data) {
            super.bytesMessageReceived(data);
            transport().sendBytesMessage(data.retain());
        }
    }

    @BeforeEach
    void open() {
        reactor = NettyReactor.create();
        agent = new Agent(reactor);
        root = new Resource() {};
        root.putChild("echo", new WebSocketResource(request -> new Echo(), SMALL));
        Site site = new Site(root);
        listening = reactor.listenTCP(
                0,
                peer -> {
                    Protocol made = site.buildProtocol(peer);
                    connections.add(made);
                    return made;
                },
                ListenOptions.defaults().withInterface("127.0.0.1"));
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    final int port() {
        return listening.getHost().port();
    }

    final String url(String path) {
        return "ws://127.0.0.1:" + port() + path;
    }

    final <T> T wait(Deferred<T> result) throws Exception {
        return reactor.runUntil(result, LIMIT);
    }

    /** Runs something that blocks, on another thread. */
    final <T> T blocking(Callable<T> call) throws Exception {
        return wait(reactor.deferToThread(call));
    }

    final Recorder connect(String path, WebSocketOptions options) throws Exception {
        return wait(WebSocketClient.connect(agent, WebRequest.of("GET", url(path)), new Recorder(), options));
    }

    /** The next things that happened, joined. */
    final String events(Recorder of, int count) throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(i == 0 ? "" : ", ").append(wait(of.events.get()));
        }
        return all.toString();
    }
}
