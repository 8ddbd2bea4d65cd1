/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection whose server is about to stop. */
class DrainIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String KEPT = "HTTP/1.1 200 OK|Content-Type: text/plain|Content-Length: 2||ok";
    private static final String LAST =
            "HTTP/1.1 200 OK|Connection: close|Content-Type: text/plain|Content-Length: 2||ok";

    private final NettyReactor reactor = NettyReactor.create();
    private final ArrayDeque<Deferred<Rendering>> asked = new ArrayDeque<>();
    private final List<Protocol> served = new ArrayList<>();
    private final Client client = new Client();

    private static final class Client extends BaseProtocol {
        final StringBuilder received = new StringBuilder();
        final Deferred<@Nullable Void> made = new Deferred<>();

        @Override
        public void connectionMade() {
            made.callback(null);
        }

        @Override
        public void dataReceived(ByteBuf data) {
            received.append(data.toString(StandardCharsets.US_ASCII));
        }

        String answers() {
            return received.toString()
                    .replaceAll("(Server|Date): [^\r]*\r\n", "")
                    .replace("\r\n", "|");
        }
    }

    @AfterEach
    void close() {
        reactor.close();
    }

    private Drainable connect() throws Exception {
        Resource root = RecordedSite.get(request -> {
            Deferred<Rendering> answer = new Deferred<>();
            asked.add(answer);
            return Rendering.later(answer);
        });
        root.putChild("", root);
        Site site = new Site(root);
        int port = reactor.listenTCP(
                        0,
                        peer -> {
                            Protocol protocol = site.buildProtocol(peer);
                            served.add(protocol);
                            return protocol;
                        },
                        ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port();
        reactor.connectTCP("127.0.0.1", port, peer -> client);
        reactor.runUntil(client.made, LIMIT);
        while (served.isEmpty()) {
            reactor.iterate(LIMIT);
        }
        return (Drainable) served.get(0);
    }

    private void untilAsked(int count) {
        while (asked.size() < count) {
            assertThat(client.transport().isConnected()).as(client.answers()).isTrue();
            reactor.iterate(LIMIT);
        }
    }

    private void answer() {
        asked.remove().callback(Rendering.bytes("ok".getBytes(StandardCharsets.US_ASCII), "text/plain"));
    }

    private void untilLost() throws Exception {
        reactor.runUntil(client.whenConnectionLost(), LIMIT);
    }

    @Test
    @Spec("OPS-05")
    void answersTheRequestUnderWayAndCloses() throws Exception {
        Drainable connection = connect();
        client.transport().write(GET);
        untilAsked(1);
        connection.drain();
        answer();
        untilLost();
        assertThat(client.answers()).isEqualTo(LAST);
    }

    @Test
    @Spec("OPS-05")
    void answersAllThatIsHereAndSaysCloseWithTheLast() throws Exception {
        Drainable connection = connect();
        client.transport().write(GET + GET + GET);
        untilAsked(1);
        connection.drain();
        for (int i = 0; i < 3; i++) {
            untilAsked(1);
            answer();
        }
        untilLost();
        assertThat(client.answers()).isEqualTo(KEPT + KEPT + LAST);
    }

    @Test
    @Spec("OPS-05")
    void aBusyClientGetsItsNextRequestAnswered() throws Exception {
        Drainable connection = connect();
        client.transport().write(GET);
        untilAsked(1);
        answer();
        connection.drain();
        client.transport().write(GET);
        untilAsked(1);
        answer();
        untilLost();
        assertThat(client.answers()).isEqualTo(KEPT + LAST);
    }

    @Test
    @Spec("OPS-05")
    void aConnectionThatHasBeenSilentIsClosed() throws Exception {
        Drainable connection = connect();
        client.transport().write(GET);
        untilAsked(1);
        answer();
        connection.drain();
        untilLost();
        assertThat(client.answers()).isEqualTo(KEPT);
    }
}
