/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopingCallTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestClock clock = new TestClock();
    private final List<Object> log = new ArrayList<>();

    private void note() {
        log.add(Duration.ofNanos(clock.nanoTime()).toMillis());
    }

    @Spec({"LOP-001", "LOP-002"})
    @Test
    void callsAtOnceAndThenOnTheGridWithoutCatchingUp() {
        Deferred<LoopingCall> done = LoopingCall.of(clock, this::note).start(SECOND);
        clock.pump(SECOND, Duration.ofMillis(3_500), Duration.ofMillis(499), Duration.ofMillis(1));
        assertThat(log).containsExactly(0L, 1000L, 4500L, 5000L);
        assertNoResult(done);
    }

    @Spec("LOP-001")
    @Test
    void mayBeginAfterOneInterval() {
        LoopingCall loop = LoopingCall.of(clock, this::note);
        loop.start(SECOND, false);
        assertThat(log).isEmpty();
        clock.advance(SECOND);
        assertThat(log).hasSize(1);
    }

    @Spec("LOP-003")
    @Test
    void waitsForTheDeferredOfTheFunction() {
        List<Deferred<Void>> steps = new ArrayList<>();
        Deferred<LoopingCall> done = LoopingCall.deferring(clock, () -> {
                    steps.add(new Deferred<>());
                    return steps.get(steps.size() - 1);
                })
                .start(SECOND);
        clock.advance(SECOND.multipliedBy(2));
        assertThat(clock.getDelayedCalls()).isEmpty();
        steps.get(0).callback(null);
        clock.advance(SECOND);
        assertThat(steps).hasSize(2);
        IOException thrown = new IOException();
        steps.get(1).errback(thrown);
        assertThat(failureResultOf(done, IOException.class)).isSameAs(thrown);
    }

    @Spec("LOP-004")
    @Test
    void aFailureEndsItAlsoTheFirstAndAfterStop() {
        LoopingCall[] loop = new LoopingCall[1];
        loop[0] = LoopingCall.of(clock, () -> {
            loop[0].stop();
            throw new IOException();
        });
        failureResultOf(loop[0].start(SECOND), IOException.class);
        assertThat(loop[0].running()).isFalse();
        assertThat(clock.getDelayedCalls()).isEmpty();
    }

    @Spec({"LOP-005", "LOP-010"})
    @Test
    void stopFiresWithTheLoopWhichMayStartAgain() {
        LoopingCall loop = LoopingCall.of(clock, this::note);
        Deferred<LoopingCall> done = loop.start(SECOND);
        loop.stop();
        assertThat(successResultOf(done)).isSameAs(loop);
        assertThat(clock.getDelayedCalls()).isEmpty();
        Deferred<LoopingCall> again = loop.start(SECOND);
        assertThat(again).isNotSameAs(done);
        loop.setInterval(SECOND.multipliedBy(3));
        clock.advance(SECOND);
        clock.advance(SECOND);
        assertThat(log).hasSize(3);
        clock.advance(SECOND);
        assertThat(log).hasSize(4);
    }

    @Spec("LOP-006")
    @Test
    void stopWhileInProgressWaitsForTheEnd() {
        Deferred<Void> step = new Deferred<>();
        LoopingCall loop = LoopingCall.deferring(clock, () -> step);
        Deferred<LoopingCall> done = loop.start(SECOND);
        loop.stop();
        assertThat(loop.running()).isFalse();
        assertNoResult(done);
        step.callback(null);
        successResultOf(done);
    }

    @Spec("LOP-007")
    @Test
    void resetBeginsAWholeInterval() {
        LoopingCall loop = LoopingCall.of(clock, this::note);
        loop.start(SECOND);
        clock.advance(Duration.ofMillis(900));
        loop.reset();
        clock.advance(Duration.ofMillis(900));
        assertThat(log).hasSize(1);
        clock.pump(Duration.ofMillis(100), SECOND);
        assertThat(log).containsExactly(0L, 1900L, 2900L);
    }

    @Spec("LOP-008")
    @Test
    void misuseIsRefused() {
        LoopingCall loop = LoopingCall.of(clock, this::note);
        assertThatThrownBy(() -> loop.start(SECOND.negated())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(loop::stop).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(loop::reset).isInstanceOf(IllegalStateException.class);
        loop.start(SECOND);
        assertThatThrownBy(() -> loop.start(SECOND)).isInstanceOf(IllegalStateException.class);
    }

    @Spec("LOP-009")
    @Test
    void withoutAnIntervalItIsOncePerTurn() {
        LoopingCall.of(clock, this::note).start(Duration.ZERO).onFailure(f -> {});
        clock.pump(Duration.ZERO, Duration.ZERO);
        assertThat(log).hasSize(3);
    }

    @Spec({"LOP-011", "LOP-012"})
    @Test
    void countsAddUpToTheIntervalsThatPassed() {
        LoopingCall loop = LoopingCall.withCount(clock, log::add);
        loop.start(SECOND);
        clock.pump(SECOND, Duration.ofMillis(3_400), Duration.ofMillis(600), SECOND);
        assertThat(log).containsExactly(1L, 1L, 3L, 1L, 1L);

        loop.stop();
        log.clear();
        Deferred<Void> slow = new Deferred<>();
        LoopingCall.withCountDeferring(clock, count -> {
                    log.add(count);
                    return log.size() == 1 ? slow : Deferred.succeed(null);
                })
                .start(SECOND)
                .onFailure(f -> {});
        clock.advance(Duration.ofMillis(2_500));
        slow.callback(null);
        clock.advance(Duration.ofMillis(500));
        assertThat(log).containsExactly(1L, 3L);
    }

    @Spec("LOP-013")
    @Test
    void theTextShowsIntervalAndFunction() {
        assertThat(LoopingCall.of(clock, this::note).toString())
                .contains("PT0S")
                .contains("LoopingCallTest");
    }

    @Spec("LOP-014")
    @Test
    void cancellingItsDeferredStopsTheLoop() {
        LoopingCall loop = LoopingCall.of(clock, this::note);
        Deferred<LoopingCall> done = loop.start(SECOND);
        done.cancel();
        failureResultOf(done, CancelledException.class);
        assertThat(loop.running()).isFalse();
        assertThat(clock.getDelayedCalls()).isEmpty();
    }

    @Spec({"DLA-001", "DLA-002"})
    @Test
    void deferLaterCallsOnceAndMayBeCancelled() {
        Deferred<String> value = Tasks.deferLater(clock, SECOND, () -> "v");
        Deferred<String> inner = new Deferred<>();
        Deferred<String> waits = Tasks.deferLaterDeferring(clock, SECOND, () -> inner);
        Deferred<Boolean> never = Tasks.deferLater(clock, SECOND, () -> log.add("never"));
        Deferred<Void> slept = Tasks.sleep(clock, SECOND);
        never.cancel();
        failureResultOf(never, CancelledException.class);
        clock.advance(SECOND);
        assertThat(successResultOf(value)).isEqualTo("v");
        assertThat(successResultOf(slept)).isNull();
        waits.cancel();
        failureResultOf(waits, CancelledException.class);
        assertThat(inner.isCalled()).isTrue();
        assertThat(log).isEmpty();
    }
}
