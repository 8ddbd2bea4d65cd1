/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static io.netwist.bridge.netty.Loopback.connect;
import static io.netwist.bridge.netty.Loopback.end;
import static io.netwist.bridge.netty.Loopback.reactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.WriteBufferOverflow;
import io.netwist.bridge.netty.Loopback.Pair;
import io.netwist.bridge.netty.Loopback.Recorder;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Producers, and the limits on what is unsent. */
class TcpFlowIT {

    private static final String TRANSPORTS = "io.netwist.bridge.netty.Loopback#transports";

    /** Checks that pause and resume alternate and that stop comes once and last. */
    static class Strict implements PushProducer {
        final List<String> calls = new ArrayList<>();
        final Deferred<String> paused = new Deferred<>();
        final Deferred<String> resumed = new Deferred<>();
        boolean isPaused;
        boolean isStopped;

        @Override
        public void pauseProducing() {
            calls.add("pause");
            assertThat(isPaused || isStopped).as("%s", calls).isFalse();
            isPaused = true;
            if (calls.size() == 1) {
                paused.callback("paused");
            }
        }

        @Override
        public void resumeProducing() {
            calls.add("resume");
            assertThat(isPaused && !isStopped).as("%s", calls).isTrue();
            isPaused = false;
            if (calls.size() == 2) {
                resumed.callback("resumed");
            }
        }

        @Override
        public void stopProducing() {
            calls.add("stop");
            assertThat(isStopped).as("%s", calls).isFalse();
            isStopped = true;
        }
    }

    /** Counts what it receives. */
    static class Counter extends Recorder {
        final Deferred<Long> reached = new Deferred<>();
        long count;
        long wanted = Long.MAX_VALUE;

        @Override
        public void dataReceived(ByteBuf data) {
            count += data.readableBytes();
            if (count >= wanted) {
                wanted = Long.MAX_VALUE;
                reached.callback(count);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"PRD-001", "PRD-005", "PRD-006", "PRD-007", "PRD-008", "PRD-011", "PRD-019"})
    void pausesAPushProducerUntilEverythingIsSent(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Counter> pair = connect(reactor, new Recorder(), new Counter());
            pair.client().transport().pauseProducing();
            Strict producer = new Strict();
            pair.server().transport().registerProducer(producer);
            assertThatThrownBy(() -> pair.server().transport().registerProducer(new Strict()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("unregisterProducer");
            assertThat(producer.calls).isEmpty();

            pair.server().transport().write(new byte[64 * 1024]);
            assertThat(producer.calls).isEmpty();
            pair.server().transport().write(new byte[10_000_000]);
            assertThat(producer.calls).containsExactly("pause");
            pair.server().transport().write(new byte[10_000_000]);
            for (int turn = 0; turn < 50; turn++) {
                reactor.iterate(Duration.ZERO);
            }
            assertThat(producer.calls).containsExactly("pause");

            pair.client().wanted = 64 * 1024 + 20_000_000;
            pair.client().transport().resumeProducing();
            reactor.runUntil(producer.resumed, LIMIT);
            assertThat(producer.calls).containsExactly("pause", "resume");
            // A close with input unread would reset the connection.
            assertThat(reactor.runUntil(pair.client().reached, LIMIT)).isEqualTo(64 * 1024 + 20_000_000);
            pair.client().transport().loseConnection();
            assertThat(end(reactor, pair.server())).isEqualTo(ConnectionDone.class);
            assertThat(producer.calls).containsExactly("pause", "resume", "stop");
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"PRD-003", "PRD-010", "TRN-022"})
    void asksAPullProducerForOnePieceAfterAnotherAndEndsAfterTheLast(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Counter> pair = connect(reactor, new Recorder(), new Counter());
            int[] pieces = {0};
            pair.server().transport().registerProducer(new PullProducer() {
                @Override
                public void resumeProducing() {
                    pair.server().transport().write(new byte[100_000]);
                    if (++pieces[0] == 1) {
                        pair.server().transport().loseConnection();
                    }
                    if (pieces[0] == 100) {
                        pair.server().transport().unregisterProducer();
                    }
                }

                @Override
                public void stopProducing() {
                    throw new AssertionError("stopped, though unregistered");
                }
            });
            assertThat(pieces[0]).isEqualTo(1);
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(pieces[0]).isEqualTo(100);
            assertThat(pair.client().count).isEqualTo(10_000_000);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"PRD-002", "PRD-010"})
    void stopsAProducerThatComesTooLate(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Recorder> pair = connect(reactor, new Recorder(), new Recorder());
            pair.client().transport().loseConnection();
            end(reactor, pair.server());
            Strict producer = new Strict();
            pair.server().transport().registerProducer(producer);
            assertThat(producer.calls).containsExactly("stop");
            pair.server().transport().unregisterProducer();
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("PRD-012")
    void slowsTheSenderThroughAForwarderToASlowReader(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Pair<Recorder, Counter> out = connect(reactor, new Recorder(), new Counter());
            Pair<Recorder, Recorder> in = connect(
                    reactor,
                    new Recorder() {
                        @Override
                        public void dataReceived(ByteBuf data) {
                            out.server().transport().write(data.retain());
                        }
                    },
                    new Recorder());
            out.server().transport().registerProducer(in.server().transport());
            out.client().transport().pauseProducing();
            in.client().transport().write(new byte[40_000_000]);
            for (int turn = 0; turn < 300; turn++) {
                reactor.iterate(Duration.ZERO);
            }
            long unsent = ((StreamTransport) out.server().transport()).out().pending();
            assertThat(unsent).isPositive().isLessThan(8 * 1024 * 1024);

            out.client().transport().resumeProducing();
            in.client().transport().loseConnection();
            reactor.runUntil(in.server().gone, LIMIT);
            out.server().transport().unregisterProducer();
            out.server().transport().loseConnection();
            end(reactor, out.client());
            assertThat(out.client().count).isEqualTo(40_000_000);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void abortsAConnectionThatHoldsTooMuch(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = NettyReactor.builder()
                        .transport(transport)
                        .unsentLimit(8_000_000)
                        .create();
                LogCapture log = LogCapture.of("io.netwist.bridge")) {
            Pair<Recorder, Recorder> small = connect(reactor, new Recorder(), new Recorder());
            Pair<Recorder, Recorder> big = connect(reactor, new Recorder(), new Recorder());
            small.client().transport().pauseProducing();
            big.client().transport().pauseProducing();
            small.server().transport().write(new byte[3_500_000]);
            big.server().transport().write(new byte[4_000_000]);
            assertThat(big.server().transport().isDisconnecting()).isFalse();
            small.server().transport().write(new byte[600_000]);
            assertThat(small.server().transport().isDisconnecting()).isTrue();
            assertThat(big.server().transport().isDisconnecting()).isFalse();

            Throwable why = reactor.runUntil(small.server().gone, LIMIT).value();
            assertThat(why)
                    .isInstanceOf(WriteBufferOverflow.class)
                    .hasMessageContaining("4100000")
                    .hasMessageContaining("8000000");
            assertThat(log.messages()).contains(why.getMessage());
            assertThat(reactor.budget.isExceeded()).isFalse();
            big.client().transport().abortConnection();
            reactor.runUntil(big.server().gone, LIMIT);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void abortsAConnectionPastItsOwnLimit(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = NettyReactor.builder()
                        .transport(transport)
                        .unsentLimit(200_000_000)
                        .create();
                LogCapture log = LogCapture.of("io.netwist.bridge")) {
            Pair<Recorder, Recorder> pair = connect(reactor, new Recorder(), new Recorder());
            pair.client().transport().pauseProducing();
            for (int i = 0; i < 64; i++) {
                pair.server().transport().write(new byte[1024 * 1024]);
            }
            assertThat(pair.server().transport().isDisconnecting()).isFalse();
            pair.server().transport().write(new byte[1]);
            Throwable why = reactor.runUntil(pair.server().gone, LIMIT).value();
            assertThat(why).isInstanceOf(WriteBufferOverflow.class).hasMessageContaining("67108864");
            assertThat(log.messages()).contains(why.getMessage());
        }
    }
}
