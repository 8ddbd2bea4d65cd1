/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services that work by the clock. */
class TimerServiceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> calls = new ArrayList<>();

    private void advance(int seconds) {
        for (int i = 0; i < seconds; i++) {
            reactor.clock().advance(SECOND);
        }
    }

    @Test
    @Spec("SVC-26")
    void callsAtOnceAndThenEachPeriodAfterEachStart() {
        TimerService timer = new TimerService(SECOND, () -> calls.add("call"));
        successResultOf(timer.startOn(reactor));
        assertThat(calls).hasSize(1);
        advance(2);
        assertThat(calls).hasSize(3);
        successResultOf(timer.stop());
        advance(2);
        assertThat(calls).hasSize(3);
        successResultOf(timer.startOn(reactor));
        assertThat(calls).hasSize(4);
        successResultOf(timer.stop());
        assertThat(reactor.getDelayedCalls()).isEmpty();
    }

    @Test
    @Spec("SVC-27")
    void aStopWaitsForTheCallUnderWay() {
        Deferred<String> work = new Deferred<>();
        TimerService timer = TimerService.deferring(SECOND, () -> work);
        successResultOf(timer.startOn(reactor));
        Deferred<?> stopped = timer.stop();
        assertNoResult(stopped);
        work.callback("done");
        successResultOf(stopped);
    }

    @Test
    @Spec({"SVC-28", "OPS-09"})
    void aCallThatFailsIsToldAndTheScheduleGoesOn() {
        TimerService timer = new TimerService(SECOND, () -> {
            calls.add("call");
            if (calls.size() == 2) {
                throw new IllegalStateException("once");
            }
        });
        successResultOf(timer.startOn(reactor));
        assertThat(timer.isReady()).isTrue();
        advance(1);
        assertThat(timer.isReady()).isFalse();
        assertThat(timer.isRunning()).isTrue();
        assertThat(timer.lastFailure())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessage("once"));
        advance(1);
        assertThat(calls).hasSize(3);
        assertThat(timer.isReady()).isTrue();
        successResultOf(timer.stop());
    }

    @Test
    @Spec("SVC-29")
    void stoppingATimerThatNeverStartedDoesNothing() {
        successResultOf(new TimerService(SECOND, () -> calls.add("call")).stop());
        assertThat(calls).isEmpty();
        assertThatThrownBy(() -> new TimerService(Duration.ofSeconds(-1), () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Spec("SVC-29")
    void aCooperatorWorksWhileItRuns() {
        CooperatorService cooperator = new CooperatorService();
        assertThatThrownBy(() -> cooperator.coiterate(List.of(1).iterator())).isInstanceOf(IllegalStateException.class);
        successResultOf(cooperator.startOn(reactor));
        Iterator<Integer> work = List.of(1, 2, 3).iterator();
        Deferred<Iterator<?>> done = cooperator.coiterate(work);
        advance(1);
        assertThat(successResultOf(done)).isSameAs(work);
        successResultOf(cooperator.stop());
    }
}
