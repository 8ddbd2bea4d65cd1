/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import io.netwist.deferred.time.DelayedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleTimeoutTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static class Session extends BaseProtocol {
        final IdleTimeout timeout = new IdleTimeout(this);

        @Override
        public void connectionMade() {
            timeout.setTimeout(MINUTE);
        }

        @Override
        public void dataReceived(ByteBuf data) {
            timeout.resetTimeout();
        }
    }

    @Test
    @Spec({"POL-012", "POL-013"})
    void closesTheConnectionAfterTheTimeSinceItWasLastReset() {
        StringTransport tr = StringTransport.connect(new Session());
        tr.clock().advance(Duration.ofSeconds(59));
        tr.deliver("x");
        tr.clock().advance(Duration.ofSeconds(59));
        assertThat(tr.isDisconnecting()).isFalse();
        tr.clock().advance(Duration.ofSeconds(1));
        assertThat(tr.isDisconnecting()).isTrue();
        tr.clock().advance(MINUTE);
        assertThat(tr.clock().getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec("POL-012")
    void tellsWhatWasSetBefore() {
        TestClock clock = new TestClock();
        List<String> events = new ArrayList<>();
        IdleTimeout timeout = new IdleTimeout(clock, () -> events.add("timeout"));
        timeout.resetTimeout();
        assertThat(timeout.setTimeout(MINUTE)).isNull();
        assertThat(timeout.setTimeout(Duration.ofSeconds(1))).isEqualTo(MINUTE);
        assertThat(timeout.setTimeout(null)).isEqualTo(Duration.ofSeconds(1));
        clock.advance(MINUTE);
        assertThat(events).isEmpty();
        timeout.setTimeout(MINUTE);
        clock.advance(MINUTE);
        assertThat(events).containsExactly("timeout");
        assertThat(timeout.setTimeout(null)).isNull();
    }

    @Test
    @Spec({"POL-011", "POL-013"})
    void endsWithTheConnectionAndMindsNoTimerCancelledElsewhere() {
        StringTransport tr = StringTransport.connect(new Session());
        tr.disconnect(new ConnectionDone());
        assertThat(tr.clock().getDelayedCalls()).isEmpty();

        Session other = new Session();
        StringTransport cancelled = StringTransport.connect(other);
        cancelled.clock().getDelayedCalls().forEach(DelayedCall::cancel);
        assertThat(other.timeout.setTimeout(null)).isEqualTo(MINUTE);
    }
}
