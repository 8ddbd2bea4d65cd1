/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.time.AlreadyCalled;
import io.netwist.deferred.time.DelayedCall;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestClockTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestClock clock = new TestClock();
    private final List<Object> log = new ArrayList<>();

    @Spec({"CLK-001", "CLK-002"})
    @Test
    void movesOnlyWhenToldAndCallsSeeTheFinalTime() {
        clock.callLater(SECOND, () -> log.add(Duration.ofNanos(clock.nanoTime()).toSeconds()));
        assertThat(clock.nanoTime()).isZero();
        clock.pump(Duration.ZERO, SECOND.multipliedBy(3));
        assertThat(log).containsExactly(3L);
    }

    @Spec("CLK-003")
    @Test
    void aCallMadeMeanwhileWaitsForTheNextTime() {
        clock.callLater(Duration.ZERO, () -> clock.callLater(Duration.ZERO, () -> log.add("next")));
        clock.advance(SECOND);
        assertThat(log).isEmpty();
        clock.advance(Duration.ZERO);
        assertThat(log).containsExactly("next");
    }

    @Spec({"CLK-004", "CLK-007"})
    @Test
    void callLaterNeverRunsAtOnceAndIsListed() {
        assertThat(clock.getDelayedCalls()).isEmpty();
        DelayedCall one = clock.callLater(Duration.ZERO, () -> log.add("x"));
        DelayedCall two = clock.callLater(Duration.ZERO, () -> log.add("x"));
        assertThat(log).isEmpty();
        assertThat(clock.getDelayedCalls()).containsExactlyInAnyOrder(one, two);
    }

    @Spec({"CLK-008", "TST-011"})
    @Test
    void anExceptionComesOutAndTheRestRunsNextTime() {
        clock.callLater(Duration.ZERO, () -> {
            throw new IOException();
        });
        clock.callLater(Duration.ZERO, () -> log.add("later"));
        assertThatThrownBy(() -> clock.advance(SECOND)).isInstanceOf(IOException.class);
        clock.advance(Duration.ZERO);
        assertThat(log).containsExactly("later");
        assertThatThrownBy(() -> clock.advance(SECOND.negated())).isInstanceOf(IllegalArgumentException.class);
    }

    @Spec("TST-011")
    @Test
    void aCallThatRunsCannotBeCancelledAndOthersCanBeMoved() {
        List<DelayedCall> calls = new ArrayList<>();
        calls.add(clock.callLater(SECOND, () -> {
            log.add("first");
            assertThatThrownBy(() -> calls.get(0).cancel()).isInstanceOf(AlreadyCalled.class);
        }));
        DelayedCall reset = clock.callLater(SECOND, () -> log.add("reset"));
        DelayedCall delayed = clock.callLater(SECOND, () -> log.add("delayed"));
        DelayedCall cancelled = clock.callLater(SECOND, () -> log.add("cancelled"));
        cancelled.cancel();
        assertThat(clock.getDelayedCalls()).containsExactlyInAnyOrder(calls.get(0), reset, delayed);
        reset.reset(SECOND.multipliedBy(4));
        delayed.delay(SECOND);
        clock.advance(SECOND.multipliedBy(5));
        assertThat(log).containsExactly("first", "delayed", "reset");
    }

    @Spec({"TRI-001", "TRI-002", "TRI-003", "TRI-004"})
    @Test
    void resultsAreTakenOrTheTestFails() {
        Deferred<String> pending = new Deferred<>();
        assertThatThrownBy(() -> DeferredResults.successResultOf(pending)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> DeferredResults.failureResultOf(pending)).isInstanceOf(AssertionError.class);
        DeferredResults.assertNoResult(pending);
        pending.callback("v");
        assertThat(DeferredResults.successResultOf(pending)).isEqualTo("v");
        assertThat(DeferredResults.successResultOf(pending)).isNull();
        IOException thrown = new IOException();
        assertThatThrownBy(() -> DeferredResults.successResultOf(Deferred.fail(thrown)))
                .isInstanceOf(AssertionError.class)
                .hasCause(thrown);
        assertThatThrownBy(() -> DeferredResults.assertNoResult(Deferred.fail(thrown)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> DeferredResults.failureResultOf(Deferred.fail(thrown), Error.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("java.lang.Error");
        assertThatThrownBy(() -> DeferredResults.failureResultOf(Deferred.succeed("v"), Error.class))
                .isInstanceOf(AssertionError.class);
    }

    @Spec("TRI-005")
    @Test
    void anExpectedFailureBecomesTheValueAndAWrongExpectationIsNotMasked() {
        IOException thrown = new IOException("lost");
        Deferred<String> d = new Deferred<>();
        Deferred<IOException> expected = DeferredResults.assertFailure(d, IOException.class);
        d.errback(thrown);
        assertThat(DeferredResults.successResultOf(expected)).isSameAs(thrown);

        Deferred<?> wrong = DeferredResults.assertFailure(Deferred.fail(thrown), IllegalStateException.class);
        Deferred<Throwable> masked = DeferredResults.assertFailure(wrong, Throwable.class);
        assertThat(DeferredResults.failureResultOf(masked, AssertionError.class))
                .hasMessageContaining("java.lang.Throwable")
                .hasMessageContaining("java.lang.IllegalStateException");

        assertThat(DeferredResults.failureResultOf(
                        DeferredResults.assertFailure(Deferred.succeed("v"), IOException.class), AssertionError.class))
                .hasMessageContaining("java.io.IOException")
                .hasMessageContaining("v");
    }
}
