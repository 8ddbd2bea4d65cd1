/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private long now;
    private final TimerQueue queue = new TimerQueue(() -> now);
    private final List<Object> ran = new ArrayList<>();

    private void run(long seconds) {
        now = Duration.ofSeconds(seconds).toNanos();
        queue.runDue(now, (call, thrown) -> ran.add(thrown));
    }

    @Spec({"RCT-029", "CLK-002"})
    @Test
    void runsInOrderOfTimeAndThenOfArrival() {
        queue.callLater(SECOND.multipliedBy(2), () -> ran.add("c"));
        queue.callLater(SECOND, () -> ran.add("a"));
        queue.callLater(SECOND, () -> ran.add("b"));
        run(2);
        assertThat(ran).containsExactly("a", "b", "c");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.nanosUntilNext(now)).isEqualTo(-1);
    }

    @Spec("RCT-028")
    @Test
    void aCallMadeByACallWaitsForTheNextBatch() {
        queue.callLater(Duration.ZERO, () -> queue.callLater(Duration.ZERO, () -> ran.add("second")));
        run(0);
        assertThat(ran).isEmpty();
        assertThat(queue.nanosUntilNext(now)).isZero();
        run(0);
        assertThat(ran).containsExactly("second");
        assertThatThrownBy(() -> queue.callLater(Duration.ofNanos(-1), () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Spec({"RCT-032", "RCT-034", "CLK-005"})
    @Test
    void cancelForgetsAndAfterwardsThrows() {
        DelayedCall call = queue.callLater(SECOND, () -> ran.add("never"));
        call.cancel();
        assertThat(call.active()).isFalse();
        assertThat(queue.getDelayedCalls()).isEmpty();
        assertThatThrownBy(call::cancel).isInstanceOf(AlreadyCancelled.class);
        DelayedCall[] own = new DelayedCall[1];
        own[0] = queue.callLater(SECOND, () -> {
            ran.add(own[0].active());
            own[0].cancel();
        });
        run(1);
        assertThat(ran).hasSize(2).first().isEqualTo(false);
        assertThat(ran.get(1)).isInstanceOf(AlreadyCalled.class);
    }

    @Spec({"RCT-033", "CLK-006"})
    @Test
    void resetAndDelayMoveACall() {
        DelayedCall call = queue.callLater(SECOND, () -> ran.add("moved"));
        call.delay(SECOND);
        assertThat(call.getTime()).isEqualTo(2_000_000_000L);
        run(1);
        call.reset(SECOND.multipliedBy(3));
        call.delay(SECOND.negated());
        run(2);
        assertThat(ran).isEmpty();
        run(3);
        assertThat(ran).containsExactly("moved");
    }

    @Spec("RCT-036")
    @Test
    void aCallAbsurdlyFarAheadNeverComesAndHarmsNothing() {
        queue.callLater(Duration.ofSeconds(Long.MAX_VALUE), () -> ran.add("never"));
        queue.callLater(SECOND, () -> ran.add("soon"));
        run(1_000_000_000);
        assertThat(ran).containsExactly("soon");
        assertThat(queue.nanosUntilNext(now)).isPositive();
    }

    @Spec("RCT-037")
    @Test
    void cancelledCallsLeaveNothingBehind() {
        List<DelayedCall> calls = new ArrayList<>();
        WeakReference<Object> held = new WeakReference<>(null);
        for (int i = 0; i < 100_000; i++) {
            Object needed = new Object();
            held = new WeakReference<>(needed);
            calls.add(queue.callLater(Duration.ofHours(1), () -> ran.add(needed)));
        }
        calls.forEach(DelayedCall::cancel);
        assertThat(queue.getDelayedCalls()).isEmpty();
        for (int i = 0; i < 100 && !held.refersTo(null); i++) {
            System.gc();
        }
        assertThat(held.refersTo(null))
                .as("what a cancelled call needed is let go")
                .isTrue();
    }

    @Spec("RCT-039")
    @Test
    void aCallSaysWhatItIs() {
        Action action = new Action() {
            @Override
            public void run() {}

            @Override
            public String toString() {
                return "feed the cat";
            }
        };
        DelayedCall first = queue.callLater(SECOND, action);
        DelayedCall same = queue.callLater(SECOND, action);
        assertThat(first)
                .isNotEqualTo(same)
                .hasToString("DelayedCall[in 1.0 s, called=false, cancelled=false, feed the cat]");
        same.cancel();
        assertThat(same.toString()).contains("cancelled=true").doesNotContain("cat");
        queue.setDebugging(true);
        DelayedCall traced = queue.callLater(SECOND, action);
        assertThat(traced.toString()).contains("asked for at").contains("aCallSaysWhatItIs");
        run(1);
        assertThat(first.toString()).contains("called=true");
        assertThat(traced.toString()).contains("asked for at");
    }

    @Test
    void agreesWithSortingOnRandomInput() {
        Random random = new Random(1);
        List<DelayedCall> calls = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            calls.add(queue.callLater(Duration.ofNanos(random.nextInt(1000)), () -> {}));
            if (random.nextInt(3) == 0) {
                DelayedCall victim = calls.remove(random.nextInt(calls.size()));
                victim.cancel();
            }
            if (random.nextInt(3) == 0 && !calls.isEmpty()) {
                calls.get(random.nextInt(calls.size())).reset(Duration.ofNanos(random.nextInt(1000)));
            }
        }
        assertThat(queue.getDelayedCalls()).hasSameSizeAs(calls);
        long until;
        while ((until = queue.nanosUntilNext(now)) >= 0) {
            now += until;
            int count = queue.runDue(now, (call, thrown) -> {});
            for (int i = 0; i < count; i++) {
                times.add(now);
            }
        }
        assertThat(times).isSorted().hasSameSizeAs(calls);
    }
}
