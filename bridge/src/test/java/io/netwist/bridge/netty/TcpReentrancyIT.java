/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static io.netwist.bridge.netty.Loopback.connect;
import static io.netwist.bridge.netty.Loopback.end;
import static io.netwist.bridge.netty.Loopback.reactor;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.netty.Loopback.Pair;
import io.netwist.bridge.netty.Loopback.Recorder;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.task.LoopingCall;
import io.netwist.deferred.testing.Spec;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ends that come from inside callbacks and against a paused side, and how much one callback gets. */
class TcpReentrancyIT {

    private static final String TRANSPORTS = "io.netwist.bridge.netty.Loopback#transports";
    private static final int MOST_AT_ONCE = 64 * 1024;
    private static final int MUCH = 8 * 1024 * 1024;

    /** Notes an end that comes while one of its calls is on the stack. */
    private static class Aborting extends Recorder implements PushProducer {
        boolean inside;

        void abort() {
            inside = true;
            transport().abortConnection();
            inside = false;
        }

        @Override
        public void connectionLost(Failure reason) throws Exception {
            if (inside) {
                events.add("on the stack");
            }
            super.connectionLost(reason);
        }

        @Override
        public void pauseProducing() {
            events.add("pause");
        }

        @Override
        public void resumeProducing() {
            events.add("resume");
            abort();
        }

        @Override
        public void stopProducing() {
            events.add("stop");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TRN-024")
    void abortsInsideDataReceivedWithoutLosingTheConnectionOnThatStack(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Aborting server = new Aborting() {
                @Override
                public void dataReceived(ByteBuf data) {
                    transport().registerProducer(this);
                    abort();
                }
            };
            Pair<Aborting, Recorder> pair = connect(reactor, server, new Recorder());
            pair.client().transport().write("word");
            assertThat(end(reactor, server)).isEqualTo(ConnectionAborted.class);
            assertThat(server.events).containsExactly("made", "stop", "lost ConnectionAborted");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TRN-024")
    void abortsInsideResumeProducingAsWell(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Aborting server = new Aborting();
            connect(reactor, server, new Recorder());
            server.transport().registerProducer(server);
            server.transport().write(new byte[MUCH]);
            assertThat(end(reactor, server)).isEqualTo(ConnectionAborted.class);
            assertThat(server.events).containsExactly("made", "pause", "resume", "stop", "lost ConnectionAborted");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"TRN-004", "TRN-019"})
    void writingToAPeerThatHasGoneEndsAPausedConnection(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Recorder> pair = connect(reactor, new Recorder(), new Recorder());
            pair.server().transport().pauseProducing();
            pair.client().transport().abortConnection();
            end(reactor, pair.client());
            // What is written before the reset has come still goes out.
            LoopingCall.of(reactor, () -> pair.server().transport().write("is anybody there"))
                    .start(Duration.ofMillis(1));
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionLost.class);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("TRN-034")
    void oneCallbackGetsAtMost64KiB(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Deferred<Integer> all = new Deferred<>();
            Recorder server = new Recorder() {
                int count;
                int most;
                int least = Integer.MAX_VALUE;

                @Override
                public void dataReceived(ByteBuf data) {
                    count += data.readableBytes();
                    most = Math.max(most, data.readableBytes());
                    least = Math.min(least, data.readableBytes());
                    if (count == MUCH) {
                        assertThat(least).isPositive();
                        all.callback(most);
                    }
                }
            };
            Pair<Recorder, Recorder> pair = connect(reactor, server, new Recorder());
            pair.client().transport().write(new byte[MUCH]);
            assertThat(reactor.runUntil(all, LIMIT)).isBetween(1024, MOST_AT_ONCE);
        }
    }

    /** How somebody may end a connection whose channel is closed, while the protocol has more to hear before it hears that. */
    enum EndOfHeld {
        RESUME,
        LOSE,
        ABORT,
        STOP
    }

    @ParameterizedTest
    @EnumSource
    @Spec("TRN-032")
    void aPausedConnectionWhoseChannelHasClosedCanBeEnded(EndOfHeld way) throws Exception {
        Deferred<Failure> gone;
        Recorder server = new Recorder() {
            @Override
            public void dataReceived(ByteBuf data) throws Exception {
                super.dataReceived(data);
                if (received.length() == 1) {
                    transport().pauseProducing();
                    // As a handler of Netty's may do at any time.
                    transport()
                            .as(ChannelTransport.class)
                            .orElseThrow()
                            .channel()
                            .close();
                }
            }
        };
        try (NettyReactor reactor = NettyReactor.create()) {
            Pair<Recorder, Recorder> pair = connect(reactor, server, new Recorder());
            ChannelTransport netty =
                    server.transport().as(ChannelTransport.class).orElseThrow();
            netty.channel().pipeline().addFirst(new FixedLengthFrameDecoder(1));
            pair.client().transport().write("abc");
            end(reactor, pair.client());
            gone = server.gone;
            assertThat(gone.isCalled()).isFalse();
            switch (way) {
                case RESUME -> server.transport().resumeProducing();
                case LOSE -> server.transport().loseConnection();
                case ABORT -> server.transport().abortConnection();
                case STOP -> {} // closing the reactor does it
            }
            if (way != EndOfHeld.STOP) {
                reactor.runUntil(gone, LIMIT);
            }
        }
        assertThat(server.received).hasToString(way == EndOfHeld.RESUME ? "abc" : "a");
        assertThat(gone.isCalled()).isTrue();
    }
}
