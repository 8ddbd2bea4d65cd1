/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.Site;
import io.netwist.protocols.web.SiteOptions;
import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are made and read in pieces. */
class BodiesIT extends AgentCase {

    /** Answers with what it was sent. */
    private String echo() {
        Resource root = new Resource() {
            @Override
            protected boolean isLeaf() {
                return true;
            }

            @Override
            protected Rendering render_POST(Request request) {
                return bytes(request.content());
            }
        };
        int port = reactor.listenTCP(
                        0,
                        new Site(root, SiteOptions.defaults().withMaxBody(10 << 20)),
                        ListenOptions.defaults().withInterface("127.0.0.1"))
                .getHost()
                .port();
        return "http://127.0.0.1:" + port + "/";
    }

    /** Writes what it is told to, and says when it was stopped. */
    private static final class Parts implements BodyProducer {
        private final long length;
        private final Deferred<@Nullable Void> end = new Deferred<>();
        private int stopped;
        private @Nullable ByteConsumer consumer;

        Parts(long length) {
            this.length = length;
        }

        void write(String text) {
            consumer.write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public Deferred<@Nullable Void> startProducing(ByteConsumer to) {
            consumer = to;
            return end;
        }

        @Override
        public void pauseProducing() {}

        @Override
        public void resumeProducing() {}

        @Override
        public void stopProducing() {
            stopped++;
        }
    }

    private Deferred<String> post(String url, BodyProducer body) {
        return agent.request(WebRequest.of("POST", url).withBody(body)).addCallbackDeferring(Agent.Response::text);
    }

    private void turn() {
        for (int i = 0; i < 20; i++) {
            reactor.iterate(Duration.ofMillis(1));
        }
    }

    @Test
    @Spec("CLI-006")
    void sendsBodiesInPieces() throws Exception {
        String url = echo();
        for (long length : new long[] {-1, 7}) {
            Parts body = new Parts(length);
            Deferred<String> answer = post(url, body);
            turn();
            body.write("abc");
            turn();
            body.write("defg");
            body.end.callback(null);
            assertThat(wait(answer)).isEqualTo("abcdefg");
            assertThat(body.stopped).isZero();
            assertThatThrownBy(() -> body.write("x")).as("CLI-009").isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @Spec({"CLI-007", "CLI-008", "CLI-009"})
    @CsvSource({"3,2,false,0,wrote 2 of 3 bytes", "3,4,true,1,wrote more than 3 bytes", "-1,3,true,0,no more"})
    void failsBodiesThatAreNotWhatWasSaid(int length, int write, boolean failing, int stopped, String expected) {
        Parts body = new Parts(length);
        Deferred<String> answer = post(echo(), body);
        while (body.consumer == null) {
            reactor.iterate(Duration.ofMillis(10));
        }
        body.write("x".repeat(write));
        if (failing) {
            body.end.errback(new IllegalStateException("no more"));
        } else {
            body.end.callback(null);
        }
        assertThatThrownBy(() -> wait(answer))
                .isInstanceOf(RequestGenerationFailed.class)
                .hasMessageContaining(expected);
        assertThat(body.stopped).isEqualTo(stopped);
    }

    @Test
    @Spec({"CLI-029", "CLI-054"})
    void stopsTheProducerWhenNobodyWantsTheRest() throws Exception {
        CannedServer early = new CannedServer(reactor, head -> CannedServer.ok("", "enough"));
        Parts body = new Parts(-1);
        assertThat(wait(post(early.url, body))).isEqualTo("enough");
        assertThat(body.stopped).isEqualTo(1);

        CannedServer silent = new CannedServer(reactor, head -> "");
        Parts cancelled = new Parts(-1);
        Deferred<String> answer = post(silent.url, cancelled);
        while (silent.requests.isEmpty()) {
            reactor.iterate(Duration.ofMillis(10));
        }
        answer.cancel();
        assertThat(catchThrowable(() -> wait(answer))).isNotNull();
        turn();
        assertThat(cancelled.stopped).isEqualTo(1);
    }

    @Test
    @Spec("CLI-072")
    void sendsFiles(@TempDir Path dir) throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Path file = Files.write(dir.resolve("f"), content);
        String url = echo();
        FileChannel open = FileChannel.open(file);
        open.position(1000);
        byte[] back = wait(agent.request(WebRequest.of("POST", url).withBody(new FileBodyProducer(open, reactor)))
                .addCallbackDeferring(Agent.Response::bytes));
        assertThat(back).hasSize(2_999_000).endsWith(content[content.length - 1]);
        assertThat(java.util.Arrays.equals(back, 0, back.length, content, 1000, content.length))
                .isTrue();
        assertThat(open.isOpen()).isFalse();

        FileChannel closed = FileChannel.open(file);
        FileBodyProducer broken = new FileBodyProducer(closed, reactor);
        closed.close();
        assertThatThrownBy(() -> wait(post(url, broken))).isInstanceOf(RequestGenerationFailed.class);

        FileChannel stopped = FileChannel.open(file);
        FileBodyProducer twice = new FileBodyProducer(stopped, reactor);
        twice.stopProducing();
        twice.stopProducing();
        assertThat(stopped.isOpen()).isFalse();
    }

    /** Collects, pausing after every piece if told to. */
    private static final class Reader extends BaseProtocol {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private final Deferred<Failure> end = new Deferred<>();
        private boolean pausing;
        private boolean aborting;
        private boolean throwing;
        private int made;

        @Override
        public void connectionMade() {
            made++;
        }

        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            data.getBytes(data.readerIndex(), all, data.readableBytes());
            if (throwing) {
                throw new IllegalStateException("thrown by a test");
            }
            if (aborting) {
                transport().abortConnection();
            } else if (pausing) {
                transport().pauseProducing();
                reactor().callLater(Duration.ofMillis(1), () -> transport().resumeProducing());
            }
        }

        @Override
        public void connectionLost(Failure reason) {
            end.callbackValue(reason);
        }
    }

    private Failure deliver(String url, Reader reader) throws Exception {
        wait(agent.request("GET", url)).deliverBody(reader);
        return wait(reader.end);
    }

    @Test
    @Spec({"CLI-026", "CLI-033", "CLI-036"})
    void deliversBodiesToProtocols() throws Exception {
        String page = "y".repeat(300_000);
        CannedServer server = new CannedServer(reactor, head -> switch (head.split(" ", -1)[1]) {
            case "/close" -> "HTTP/1.1 200 OK\r\n\r\nabc|";
            case "/short" -> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc|";
            case "/none" -> CannedServer.ok("", "");
            default -> CannedServer.ok("", page);
        });
        Reader reader = new Reader();
        reader.pausing = true;
        assertThat(deliver(server.url, reader).value()).isInstanceOf(ResponseDone.class);
        assertThat(reader.all.size()).isEqualTo(300_000);
        assertThat(reader.made).isEqualTo(1);
        assertThat(reader.transport().isConnected()).isFalse();
        assertThatThrownBy(() -> reader.transport().write("x")).isInstanceOf(IllegalStateException.class);

        assertThat(deliver(server.url + "/none", new Reader()).value()).isInstanceOf(ResponseDone.class);
        assertThat(server.connections).as("the connection was kept").isEqualTo(1);
        assertThat(deliver(server.url + "/close", new Reader()).value()).isInstanceOf(PotentialDataLoss.class);
        assertThat(deliver(server.url + "/short", new Reader()).value()).isInstanceOf(ResponseFailed.class);
        Reader aborting = new Reader();
        aborting.aborting = true;
        assertThat(deliver(server.url, aborting).value()).isInstanceOf(ConnectionAborted.class);
        assertThat(aborting.all.size()).isLessThan(300_000);
        Reader throwing = new Reader();
        throwing.throwing = true;
        assertThat(deliver(server.url, throwing).value()).hasMessage("thrown by a test");
    }

    @Test
    @Spec("CLI-035")
    void deliversOnce() throws Exception {
        CannedServer server = new CannedServer(reactor, head -> CannedServer.ok("", "x"));
        Agent.Response response = wait(agent.request("GET", server.url));
        Reader reader = new Reader();
        response.deliverBody(reader);
        assertThatThrownBy(() -> response.deliverBody(new Reader())).isInstanceOf(IllegalStateException.class);
        wait(reader.end);
        assertThat(reader.all.toString(StandardCharsets.UTF_8)).isEqualTo("x");
    }
}
