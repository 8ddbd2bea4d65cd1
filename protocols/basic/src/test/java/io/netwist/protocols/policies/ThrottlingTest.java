/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.testing.Spec;
import io.netwist.protocols.policies.ThrottlingFactory.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottlingTest {

    private static final TcpAddress PEER = new TcpAddress("192.168.1.1", 54321);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final BaseProtocol inner = new BaseProtocol() {};

    private StringTransport connect(Limits limits) throws Exception {
        return StringTransport.connect(
                new ThrottlingFactory((Factory<Protocol>) peer -> inner, limits).buildProtocol(PEER));
    }

    @Test
    @Spec("POL-005")
    void refusesConnectionsBeyondTheNumber() throws Exception {
        ThrottlingFactory factory = new ThrottlingFactory(
                (Factory<Protocol>) peer -> new BaseProtocol() {}, Limits.none().withConnections(2));
        StringTransport first = StringTransport.connect(factory.buildProtocol(PEER));
        StringTransport.connect(factory.buildProtocol(PEER));
        assertThat(factory.buildProtocol(PEER)).isNull();
        first.disconnect(new ConnectionDone());
        assertThat(factory.buildProtocol(PEER)).isNotNull();
    }

    @Test
    @Spec("POL-006")
    void pausesReadingForAsLongAsTheExcessTakes() throws Exception {
        StringTransport tr = connect(Limits.none().withBytesRead(10));
        tr.deliver("x".repeat(10));
        tr.clock().advance(SECOND);
        assertThat(tr.isPaused()).isFalse();
        tr.deliver("x".repeat(15));
        tr.clock().advance(SECOND);
        assertThat(tr.isPaused()).isTrue();
        tr.clock().advance(Duration.ofMillis(499));
        assertThat(tr.isPaused()).isTrue();
        tr.clock().advance(Duration.ofMillis(1));
        assertThat(tr.isPaused()).isFalse();
        tr.disconnect(new ConnectionDone());
        assertThat(tr.clock().getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec("POL-006")
    void leavesAProtocolPausedThatHasPausedItself() throws Exception {
        StringTransport tr = connect(Limits.none().withBytesRead(10));
        tr.deliver("x".repeat(20));
        inner.transport().pauseProducing();
        tr.clock().advance(SECOND);
        tr.clock().advance(SECOND);
        assertThat(tr.isPaused()).isTrue();
        inner.transport().resumeProducing();
        assertThat(tr.isPaused()).isFalse();
    }

    @Test
    @Spec({"POL-007", "PRD-008"})
    void pausesAPushProducerAndNeverTwice() throws Exception {
        List<String> calls = new ArrayList<>();
        PushProducer producer = new PushProducer() {
            @Override
            public void pauseProducing() {
                calls.add("pause");
            }

            @Override
            public void resumeProducing() {
                calls.add("resume");
            }

            @Override
            public void stopProducing() {
                calls.add("stop");
            }
        };
        StringTransport tr = connect(Limits.none().withBytesWritten(10));
        inner.transport().registerProducer(producer);
        inner.transport().write("x".repeat(15));
        inner.transport().writeSequence(List.of("x", "x".repeat(4)));
        tr.pushProducer().orElseThrow().pauseProducing();
        tr.clock().advance(SECOND);
        assertThat(calls).containsExactly("pause");
        tr.clock().advance(SECOND);
        assertThat(calls).containsExactly("pause");
        tr.pushProducer().orElseThrow().resumeProducing();
        assertThat(calls).containsExactly("pause", "resume");
        tr.disconnect(new ConnectionDone());
        assertThat(calls).containsExactly("pause", "resume", "stop");
    }

    @Test
    @Spec("POL-007")
    void asksAPullProducerOnlyWhenItMayWrite() throws Exception {
        List<String> calls = new ArrayList<>();
        StringTransport tr = connect(Limits.none().withBytesWritten(10));
        inner.transport().registerProducer(new PullProducer() {
            @Override
            public void resumeProducing() {
                calls.add("resume");
            }

            @Override
            public void stopProducing() {}
        });
        tr.pullProducer().orElseThrow().resumeProducing();
        inner.transport().write("x".repeat(20));
        tr.clock().advance(SECOND);
        tr.pullProducer().orElseThrow().resumeProducing();
        assertThat(calls).containsExactly("resume");
        tr.clock().advance(SECOND);
        assertThat(calls).containsExactly("resume", "resume");
    }
}
