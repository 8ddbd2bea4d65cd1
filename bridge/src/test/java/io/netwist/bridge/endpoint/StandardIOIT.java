/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.PipeAddress;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.WriteBufferOverflow;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.WrongReactorThreadException;
import io.netwist.deferred.testing.Spec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Standard input and output as a connection, and other streams in their place. */
class StandardIOIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static class Recorder extends BaseProtocol {
        final StringBuilder received = new StringBuilder();
        final List<String> events = new ArrayList<>();
        final Deferred<Failure> gone = new Deferred<>();

        @Override
        public void connectionMade() {
            events.add("made");
        }

        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            received.append(data.toString(StandardCharsets.UTF_8));
            transport().write(data.retain());
        }

        @Override
        public void connectionLost(Failure reason) {
            events.add("lost");
            gone.callbackValue(reason);
        }
    }

    private static class Half extends Recorder implements HalfCloseable {
        @Override
        public void readConnectionLost() {
            transport().write("bye");
            transport().loseConnection();
        }

        @Override
        public void writeConnectionLost() {}
    }

    private static ByteArrayInputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Spec({"END-018", "PRC-020", "PRC-021"})
    void theEndOfTheInputEndsTheConnection() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Recorder protocol = new Recorder();
            List<Address> peers = new ArrayList<>();
            ListeningPort port = reactor.runUntil(
                    new StandardIOEndpoint(reactor, input("hello"), new ByteArrayOutputStream()).listen(peer -> {
                        peers.add(peer);
                        return protocol;
                    }),
                    LIMIT);

            assertThat(reactor.runUntil(protocol.gone, LIMIT).value()).isInstanceOf(ConnectionDone.class);
            assertThat(protocol.received).hasToString("hello");
            assertThat(protocol.events).containsExactly("made", "lost");
            assertThat(peers).containsExactly(new PipeAddress());
            assertThat(port.getHost()).isEqualTo(new PipeAddress());
        }
    }

    @Test
    @Spec({"PRC-021", "PRC-022"})
    void aHalfCloseableProtocolMayAnswerAfterTheEnd() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Half protocol = new Half();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            reactor.runUntil(new StandardIOEndpoint(reactor, input("hello "), out).listen(peer -> protocol), LIMIT);

            assertThat(reactor.runUntil(protocol.gone, LIMIT).value()).isInstanceOf(ConnectionDone.class);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello bye");
        }
    }

    @Test
    @Spec({"PRC-022", "PRC-024"})
    void isAConsumerAndCanBePaused() throws Exception {
        try (NettyReactor reactor = NettyReactor.create();
                PipedOutputStream keyboard = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(keyboard)) {
            Recorder protocol = new Recorder();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ListeningPort port =
                    reactor.runUntil(new StandardIOEndpoint(reactor, in, out).listen(peer -> protocol), LIMIT);
            protocol.transport().pauseProducing();
            keyboard.write("held".getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            int[] asked = {0};
            protocol.transport().registerProducer(new PullProducer() {
                @Override
                public void resumeProducing() {
                    if (asked[0]++ < 3) {
                        protocol.transport().write("piece " + asked[0] + "\n");
                    } else {
                        protocol.transport().unregisterProducer();
                    }
                }

                @Override
                public void stopProducing() {}
            });
            reactor.runUntil(port.stopListening(), LIMIT);

            assertThat(protocol.received).isEmpty();
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("piece 1\npiece 2\npiece 3\n");
        }
    }

    /** Fails once it has taken enough, as a pipe whose reader is gone. */
    private static final class Broken extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    private static <P extends Recorder> P connect(NettyReactor reactor, InputStream in, OutputStream out, P protocol)
            throws Exception {
        reactor.runUntil(new StandardIOEndpoint(reactor, in, out).listen(peer -> protocol), LIMIT);
        return protocol;
    }

    @Test
    @Spec({"PRC-021", "PRC-024"})
    void anOutputThatNobodyReadsEndsOnlyTheOutput() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            PipedOutputStream keyboard = new PipedOutputStream();
            PipedInputStream in = new PipedInputStream(keyboard);
            Deferred<String> told = new Deferred<>();
            class Halved extends Half {
                @Override
                public void writeConnectionLost() {
                    told.callback("told");
                }
            }
            Halved half = connect(reactor, in, new Broken(), new Halved());
            List<String> producer = new ArrayList<>();
            half.transport().registerProducer(stopping(producer));
            half.transport().write("nowhere");
            reactor.runUntil(told, LIMIT);
            assertThat(producer).containsExactly("stopped");
            half.transport().registerProducer(stopping(producer));
            assertThat(producer).containsExactly("stopped", "stopped");
            half.transport().write("dropped");
            assertThat(half.transport().isConnected()).isTrue();

            keyboard.close();
            assertThat(reactor.runUntil(half.gone, LIMIT).value()).isInstanceOf(ConnectionDone.class);
        }
    }

    private static PushProducer stopping(List<String> calls) {
        return new PushProducer() {
            @Override
            public void pauseProducing() {}

            @Override
            public void resumeProducing() {}

            @Override
            public void stopProducing() {
                calls.add("stopped");
            }
        };
    }

    @Test
    @Spec("PRC-021")
    void aProtocolThatKnowsNoHalvesIsNotToldOfABrokenOutput() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            PipedOutputStream keyboard = new PipedOutputStream();
            PipedInputStream in = new PipedInputStream(keyboard);
            Deferred<String> both = new Deferred<>();
            Recorder protocol = connect(reactor, in, new Broken(), new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) throws Exception {
                    super.dataReceived(data);
                    if (received.indexOf("two") >= 0) {
                        both.callback("both");
                    }
                }
            });
            keyboard.write("one ".getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            for (int i = 0; i < 20; i++) {
                reactor.iterate(Duration.ofMillis(5));
            }
            keyboard.write("two".getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            reactor.runUntil(both, LIMIT);
            assertThat(protocol.events).containsExactly("made");
            keyboard.close();
            assertThat(reactor.runUntil(protocol.gone, LIMIT).value()).isInstanceOf(ConnectionDone.class);
        }
    }

    @Test
    @Spec("PRC-023")
    void loseWriteConnectionClosesTheOutputOnly() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            PipedOutputStream keyboard = new PipedOutputStream();
            PipedInputStream in = new PipedInputStream(keyboard);
            Deferred<String> told = new Deferred<>();
            class Halved extends Half {
                @Override
                public void writeConnectionLost() {
                    told.callback("told");
                }

                @Override
                public void readConnectionLost() {
                    throw new IllegalStateException("at the end of the input");
                }
            }
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            List<String> closed = new ArrayList<>();
            Halved protocol = connect(
                    reactor,
                    in,
                    new FilterOutputStream(written) {
                        @Override
                        public void close() throws IOException {
                            closed.add(written.toString(StandardCharsets.UTF_8));
                            super.close();
                        }
                    },
                    new Halved());
            protocol.transport().write("last words");
            protocol.transport().as(TcpTransport.class).orElseThrow().loseWriteConnection();
            reactor.runUntil(told, LIMIT);
            assertThat(closed).containsExactly("last words");
            protocol.transport().write("dropped");

            keyboard.write("heard".getBytes(StandardCharsets.UTF_8));
            keyboard.close();
            // What a half-close callback throws ends the connection.
            assertThat(reactor.runUntil(protocol.gone, LIMIT).value()).hasMessage("at the end of the input");
            assertThat(protocol.received).hasToString("heard");
            assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("last words");
        }
    }

    @Test
    void whatIsNotReadWeighsOnTheReactorsBudget() throws Exception {
        try (NettyReactor reactor = NettyReactor.builder().unsentLimit(100_000).create()) {
            PipedInputStream in = new PipedInputStream();
            PipedOutputStream keyboard = new PipedOutputStream(in);
            PipedInputStream slow = new PipedInputStream(10);
            Recorder protocol = connect(reactor, in, new PipedOutputStream(slow), new Recorder());
            protocol.transport().write("x".repeat(200_000));
            assertThat(reactor.runUntil(protocol.gone, LIMIT).value()).isInstanceOf(WriteBufferOverflow.class);
            keyboard.close();
        }
    }

    @Test
    void onlyTheReactorsThreadMayWrite() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Recorder protocol = connect(reactor, input(""), new ByteArrayOutputStream(), new Recorder());
            CompletableFuture.runAsync(
                            () -> assertThatThrownBy(() -> protocol.transport().write("x"))
                                    .isInstanceOf(WrongReactorThreadException.class))
                    .join();
        }
    }

    /** Echoes its standard input. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            NettyReactor reactor = NettyReactor.create();
            Half protocol = new Half();
            protocol.gone.onSuccess(reason -> reactor.stop());
            Endpoints.serverFromString(reactor, "stdio:").listen(peer -> protocol);
            reactor.run();
            System.out.println(" and after");
        }
    }

    @Test
    @Timeout(60)
    @Spec({"END-018", "END-031", "PRC-022"})
    void aProgramServesItsOwnStreams() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Its own log must not come between the bytes it echoes.
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            program.getOutputStream().write("hello ".getBytes(StandardCharsets.UTF_8));
            program.getOutputStream().close();
            String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(program.waitFor()).isZero();
            assertThat(said.lines().reduce((first, last) -> last)).hasValue("hello bye and after");
        } finally {
            program.destroyForcibly();
        }
    }
}
