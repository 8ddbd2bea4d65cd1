/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Child.LIMIT;
import static io.netwist.bridge.netty.Child.shell;
import static io.netwist.bridge.netty.Loopback.reactor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.process.ChildDescriptor;
import io.netwist.bridge.process.ProcessOptions;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Much data to and from children, slow ones, and pipes that close. */
class ProcessFlowIT {

    private static final String TRANSPORTS = "io.netwist.bridge.netty.Loopback#transports";
    private static final ProcessOptions DEFAULTS = ProcessOptions.defaults();

    /** Counts what it receives. */
    private static class Counting extends Child {
        long count;
        Deferred<Long> some = new Deferred<>();

        @Override
        public void childDataReceived(int childFd, ByteBuf data) throws Exception {
            count += data.readableBytes();
            if (!some.isCalled()) {
                some.callback(count);
            }
        }
    }

    /** Notes what it is told. */
    private static final class Told implements PushProducer {
        final List<String> calls = new ArrayList<>();
        Deferred<String> next = new Deferred<>();

        private void told(String call) {
            calls.add(call);
            Deferred<String> before = next;
            next = new Deferred<>();
            before.callback(call);
        }

        @Override
        public void pauseProducing() {
            told("pause");
        }

        @Override
        public void resumeProducing() {
            told("resume");
        }

        @Override
        public void stopProducing() {
            told("stop");
        }
    }

    private static void turns(NettyReactor reactor, int count) {
        for (int i = 0; i < count; i++) {
            reactor.iterate(Duration.ofMillis(5));
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec({"PRC-010", "PRC-014"})
    void everyByteArrivesBothWays(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Counting child = shell(reactor, new Counting(), "cat", DEFAULTS);
            int total = 0;
            for (int i = 0; i < 200; i++) {
                // Direct and heap buffers, and composites of both.
                byte[] bytes = "0123456789".repeat(1 + i * 7).getBytes(StandardCharsets.UTF_8);
                total += 3 * bytes.length;
                child.transport().write(bytes);
                child.transport().write(Unpooled.wrappedBuffer(bytes));
                child.transport()
                        .write(Unpooled.wrappedBuffer(
                                Unpooled.wrappedBuffer(bytes, 0, 3),
                                Unpooled.directBuffer().writeBytes(bytes, 3, bytes.length - 3)));
            }
            child.transport().closeStdin();
            child.transport().write("dropped");
            child.end(reactor);
            assertThat(child.count).isEqualTo(total);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("PRC-016")
    void aPausedFloodIsBoundedAndNothingOfItIsLost(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Counting child = shell(
                    reactor, new Counting(), "head -c 20000000 /dev/zero; head -c 300000 /dev/zero >&2", DEFAULTS);
            reactor.runUntil(child.some, LIMIT);
            child.transport().pauseProducing();
            child.transport().pauseProducing();
            long before = child.count;
            turns(reactor, 20);
            assertThat(child.count).isEqualTo(before);
            assertThat(child.events).containsExactly("made");

            child.transport().resumeProducing();
            child.transport().resumeProducing();
            child.end(reactor);
            assertThat(child.count).isEqualTo(20_300_000);
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    @Spec("PRC-016")
    void aChildThatDoesNotReadPausesItsProducer(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = reactor(transport)) {
            Child child = shell(
                    reactor,
                    new Child(),
                    "read go <&3; wc -c",
                    DEFAULTS.withDescriptors(Map.of(
                            0, ChildDescriptor.WE_WRITE, 1, ChildDescriptor.WE_READ, 3, ChildDescriptor.WE_WRITE)));
            Told producer = new Told();
            child.transport().registerProducer(producer);
            for (int i = 0; i < 10; i++) {
                child.transport().write("x".repeat(50_000));
            }
            assertThat(producer.calls).containsExactly("pause");
            turns(reactor, 10);
            assertThat(producer.calls).containsExactly("pause");

            child.transport().writeToChild(3, "go\n");
            assertThat(reactor.runUntil(producer.next, LIMIT)).isEqualTo("resume");
            child.transport().unregisterProducer();
            child.transport().closeStdin();
            child.end(reactor);
            assertThat(child.out().trim()).isEqualTo("500000");
        }
    }

    @Test
    @Spec("PRC-016")
    void aPullProducerIsAskedUntilItIsThrough() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(reactor, "cat");
            child.transport().registerProducer(new PullProducer() {
                private int asked;

                @Override
                public void resumeProducing() {
                    if (asked < 3) {
                        child.transport().write("piece " + asked++ + ";");
                    } else {
                        child.transport().unregisterProducer();
                        child.transport().closeStdin();
                    }
                }

                @Override
                public void stopProducing() {}
            });
            child.end(reactor);
            assertThat(child.out()).isEqualTo("piece 0;piece 1;piece 2;");
        }
    }

    @Test
    @Spec({"PRC-013", "PRC-016"})
    void withoutStdinAProducerIsStoppedAndWritesAreIgnored() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(
                    reactor, new Child(), "read x <&5", DEFAULTS.withDescriptors(Map.of(5, ChildDescriptor.WE_WRITE)));
            Told producer = new Told();
            child.transport().registerProducer(producer);
            assertThat(producer.calls).containsExactly("stop");
            child.transport().write("x");
            child.transport().write(Unpooled.copiedBuffer("x", StandardCharsets.UTF_8));
            child.transport().writeSequence(List.of("x"));
            ByteBuf data = Unpooled.copiedBuffer("x", StandardCharsets.UTF_8);
            assertThatThrownBy(() -> child.transport().writeToChild(4, data))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("childFd: 4 (expected: one mapped to be written: [5])");
            assertThat(data.refCnt()).isZero();
            assertThatThrownBy(() -> child.transport().writeToChild(0, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
            child.transport().closeChildFD(5);
            child.end(reactor);
            child.transport().writeToChild(5, "late");
        }
    }

    @Test
    @Spec({"PRC-008", "PRC-013", "PRC-016"})
    void aChildThatClosesItsStdinIsNoticedWithoutAWrite() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Deferred<String> lost = new Deferred<>();
            Child child = new Child() {
                @Override
                protected void inConnectionLost() {
                    lost.callback("in");
                }
            };
            Told producer = new Told();
            shell(reactor, child, "exec <&-; exec sleep 100", DEFAULTS);
            child.transport().registerProducer(producer);
            reactor.runUntil(lost, LIMIT);
            assertThat(child.events).containsExactly("made", "lost 0");
            assertThat(producer.calls).containsExactly("stop");
            child.transport().write("ignored");
            child.transport().signalProcess("KILL");
            child.end(reactor);
        }
    }

    @Test
    @Spec({"PRC-008", "PRC-014"})
    void aChildThatDiesWithUnreadInputEndsInOrder() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(reactor, "echo enough; exit 0");
            child.transport().write("x".repeat(10_000_000));
            child.end(reactor);
            assertThat(child.out()).isEqualTo("enough\n");
            assertThat(child.events).contains("lost 0").endsWith("ended done");
        }
    }

    @Test
    @Spec("PRC-014")
    void closingItsOutputMakesTheChildsWritesFail() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(reactor, "while :; do echo x; done");
            child.transport().closeStdout();
            child.transport().closeChildFD(17);
            child.transport().closeChildFD(1);
            child.end(reactor);
            assertThat(child.out()).isEmpty();
            assertThat(child.events).endsWith("ended signal 13");

            Child paused = shell(reactor, "while :; do echo x >&2; done");
            paused.transport().pauseProducing();
            paused.transport().closeStderr();
            reactor.runUntil(paused.exited, LIMIT);
            // The end of what is paused is held back as everything else.
            assertThat(paused.events).doesNotContain("lost 1");
            paused.transport().resumeProducing();
            paused.end(reactor);
            assertThat(paused.events).endsWith("ended signal 13");
        }
    }

    @Test
    @Spec({"PRC-014", "PRC-007"})
    void loseConnectionClosesAllThree() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Child child = shell(
                    reactor,
                    new Child(),
                    "echo before; cat >/dev/null; echo after; echo after >&2; read x <&4; exit 3",
                    DEFAULTS.withDescriptors(Map.of(
                            0, ChildDescriptor.WE_WRITE,
                            1, ChildDescriptor.WE_READ,
                            2, ChildDescriptor.WE_READ,
                            4, ChildDescriptor.WE_WRITE)));
            reactor.runUntil(child.saying("before"), LIMIT);
            child.transport().loseConnection();
            Deferred<?> ended = child.transport().whenProcessEnded();
            while (child.events.size() < 4) {
                reactor.iterate(Duration.ofMillis(10));
            }
            assertThat(child.events).containsExactlyInAnyOrder("made", "lost 0", "lost 1", "lost 2");
            assertThat(ended.isCalled()).isFalse();
            child.transport().closeChildFD(4);
            child.end(reactor);
            assertThat(child.out()).isEqualTo("before\n");
            assertThat(child.err()).isEmpty();
        }
    }

    @Test
    void whatAChildDoesNotReadWeighsOnTheReactorsBudget() throws Exception {
        try (NettyReactor reactor =
                        NettyReactor.builder().unsentLimit(1_000_000).create();
                LogCapture log = LogCapture.of("io.netwist.bridge.Protocol")) {
            Child child = shell(reactor, "exec sleep 100");
            child.transport().write("x".repeat(2_000_000));
            turns(reactor, 3);
            assertThat(child.events).contains("lost 0");
            assertThat(log.messages()).anyMatch(message -> message.contains("limit for the reactor: 1000000"));
            child.transport().signalProcess("KILL");
            child.end(reactor);
        }
    }

    @Test
    void whatWasLentMustBeRetainedToBeWritten() throws Exception {
        try (NettyReactor reactor = NettyReactor.create();
                LogCapture log = LogCapture.of("io.netwist.bridge.process.ProcessProtocol")) {
            Child child = new Child() {
                @Override
                protected void errReceived(ByteBuf data) {
                    transport().write(data);
                }

                @Override
                public void childDataReceived(int childFd, ByteBuf data) throws Exception {
                    super.childDataReceived(childFd, data);
                    if (childFd == 1) {
                        transport().write(data.retain());
                        transport().closeStdin();
                    } else {
                        errReceived(data);
                    }
                }
            };
            shell(reactor, child, "echo hello; read back; echo $back >&2", DEFAULTS);
            child.end(reactor);
            assertThat(child.err()).isEqualTo("hello\n");
            assertThat(LogCapture.thrown(log.errors().get(0))).hasMessageContaining("data.retain()");
        }
    }
}
