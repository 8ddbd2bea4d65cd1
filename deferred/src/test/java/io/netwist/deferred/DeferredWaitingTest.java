/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting for another Deferred, and pausing. */
class DeferredWaitingTest {
    private final List<Object> log = new ArrayList<>();

    private static <T> Deferred<T> waitFor(Deferred<T> inner) {
        return Deferred.succeed("go").addCallbackDeferring(go -> inner);
    }

    @Spec("CHN-003")
    @Test
    void stagesAddedBeforeTransformWhatIsTaken() {
        Deferred<Integer> inner = new Deferred<>();
        Deferred<Integer> doubled = inner.addCallback(x -> x * 2);
        Deferred<Integer> outer = waitFor(doubled);
        inner.callback(4);
        assertThat(successResultOf(outer)).isEqualTo(8);
    }

    @Spec("CHN-001")
    @Test
    void errbacksMayReturnDeferredsToo() {
        Deferred<String> inner = new Deferred<>();
        Deferred<String> d = Deferred.fail(new IOException());
        d.addErrbackDeferring(f -> inner);
        assertNoResult(d);
        inner.callback("rescued");
        Deferred<String> loud = d.addBothDeferring(o -> Deferred.succeed(o.value() + "!"));
        assertThat(successResultOf(loud)).isEqualTo("rescued!");
    }

    @Spec("CHN-005")
    @Test
    void aFiredOneIsTakenAtOnce() {
        Deferred<String> inner = Deferred.succeed("x");
        assertThat(successResultOf(waitFor(inner))).isEqualTo("x");
        assertThat(successResultOf(inner)).isNull();
    }

    @Spec({"CHN-006", "UNH-003"})
    @Test
    void aFailureMovesAsTheSameObjectWithTheDutyToHandleIt() {
        Failure failure = Failure.of(new IOException());
        Deferred<String> inner = Deferred.fail(failure);
        Deferred<String> outer = waitFor(inner);
        assertThat(failureResultOf(outer)).isSameAs(failure);
        assertThat(successResultOf(inner)).isNull();
    }

    @Spec("CHN-007")
    @Test
    void waitingIsTransitiveInWhateverOrderTheyAreFired() {
        for (int order = 0; order < 6; order++) {
            Deferred<String> c = new Deferred<>();
            Deferred<String> b = new Deferred<>();
            Deferred<String> a = new Deferred<>();
            Deferred<String> bWaits = b.addCallbackDeferring(x -> c);
            Deferred<String> aWaits = a.addCallbackDeferring(x -> bWaits);
            List<Deferred<String>> all = new ArrayList<>(List.of(a, b, c));
            Deferred<String> first = all.remove(order / 2);
            Deferred<String> second = all.remove(order % 2);
            first.callback("1");
            second.callback("2");
            assertNoResult(aWaits);
            all.get(0).callback("3");
            assertThat(successResultOf(aWaits)).isIn("1", "2", "3");
        }
    }

    @Spec("CHN-008")
    @Test
    void oneThatFiredAndWaitsItselfEndsFirst() {
        Deferred<String> c = new Deferred<>();
        Deferred<String> b = waitFor(c);
        b.onSuccess(x -> log.add("b " + x));
        Deferred<String> a = waitFor(b);
        a.onSuccess(x -> log.add("a " + x));
        c.callback("v");
        assertThat(log).containsExactly("b v", "a v");
    }

    @Spec("CHN-009")
    @Test
    void oneThatIsPausedIsWaitedFor() {
        Deferred<String> b = Deferred.succeed("x");
        b.pause();
        Deferred<String> a = waitFor(b);
        assertNoResult(a);
        b.unpause();
        assertThat(successResultOf(a)).isEqualTo("x");
    }

    @Spec("CHN-010")
    @Test
    void pausedWhileWaitingItGetsTheResultAndRunsLater() {
        Deferred<String> b = new Deferred<>();
        Deferred<String> a = waitFor(b);
        a.onSuccess(x -> log.add("a " + x));
        a.pause();
        b.onSuccess(x -> log.add("b " + x));
        b.callback("v");
        assertThat(log).containsExactly("b null");
        a.unpause();
        assertThat(log).containsExactly("b null", "a v");
    }

    @Spec("CHN-011")
    @Test
    void aCallbackMayFireWhatItReturns() {
        Deferred<String> d = Deferred.succeed("x").addCallbackDeferring(x -> {
            Deferred<String> inner = new Deferred<>();
            inner.callback("now");
            return inner;
        });
        assertThat(successResultOf(d)).isEqualTo("now");
    }

    @Spec("CHN-012")
    @Test
    void returningItselfFails() {
        Deferred<String> d = new Deferred<>();
        Deferred<String> same = d.addCallbackDeferring(x -> d);
        d.callback("x");
        failureResultOf(same, IllegalStateException.class);
    }

    @Spec("CHN-013")
    @Test
    void aCycleFails() {
        Deferred<String> a = new Deferred<>();
        Deferred<String> b = new Deferred<>();
        Deferred<String> aWaits = a.addCallbackDeferring(x -> b);
        Deferred<String> bWaits = b.addCallbackDeferring(x -> a);
        a.callback("a");
        b.callback("b");
        assertNoResultOrFailure(aWaits);
        failureResultOf(aWaits, IllegalStateException.class);
        assertThat(successResultOf(bWaits)).isNull();
    }

    private static void assertNoResultOrFailure(Deferred<?> d) {
        assertThat(d.isCalled()).isTrue();
    }

    @Spec({"CHN-014", "CAN-014"})
    @Test
    void ofTwoThatWaitTheFirstGetsTheResult() {
        Deferred<String> b = new Deferred<>();
        Deferred<String> first = waitFor(b);
        Deferred<String> second = waitFor(b);
        second.cancel();
        failureResultOf(first, CancelledException.class);
        assertThat(successResultOf(second)).isNull();
    }

    @Spec("CHN-016")
    @Test
    void chainDeferredHandsOverOneWay() {
        Deferred<String> d = new Deferred<>();
        Deferred<Object> other = new Deferred<>();
        d.chainDeferred(other);
        d.callback("x");
        assertThat(successResultOf(other)).isEqualTo("x");
        assertThat(successResultOf(d)).isNull();

        Deferred<String> failing = new Deferred<>();
        Deferred<String> target = new Deferred<>();
        failing.chainDeferred(target);
        target.cancel();
        failureResultOf(target, CancelledException.class);
        assertThat(failing.isCalled()).isFalse();
        failing.errback(new IOException());
        assertThat(successResultOf(failing)).isNull();
    }

    @Spec("CHN-017")
    @Test
    void chainDeferredIntoAFiredOneFailsUnlessThatWasCancelled() {
        Deferred<String> fired = Deferred.succeed("x");
        Deferred<String> d = Deferred.succeed("y");
        d.chainDeferred(fired);
        failureResultOf(d, AlreadyCalledException.class);
    }

    @Spec("CHN-019")
    @Test
    void aHundredThousandChainedNeedNoStack() throws Exception {
        SmallStack.run(() -> {
            Deferred<Integer> first = new Deferred<>();
            Deferred<Integer> last = first;
            for (int i = 0; i < 100_000; i++) {
                Deferred<Integer> next = new Deferred<>();
                last.chainDeferred(next);
                last = next;
            }
            first.callback(7);
            assertThat(successResultOf(last)).isEqualTo(7);
        });
    }

    @Spec("CHN-015")
    @Test
    void aMillionBuiltFromTheOutsideInNeedNoStack() throws Exception {
        SmallStack.run(() -> {
            Deferred<Integer> outermost = new Deferred<>();
            Deferred<Integer> before = new Deferred<>();
            Deferred<Integer> at = outermost;
            for (int i = 0; i < 1_000_000; i++) {
                Deferred<Integer> inner = new Deferred<>();
                Deferred<Integer> waits = at.addCallbackDeferring(x -> inner).addCallback(x -> x + 1);
                // Fired now that what it returns has its stages: those added later would see null.
                before.callback(0);
                before = waits;
                at = inner;
            }
            before.callback(0);
            at.callback(0);
            Deferred<Integer> result = outermost;
            assertThat(successResultOf(result)).isEqualTo(1_000_000);
        });
    }

    @Spec("CAN-013")
    @Test
    void cancellingDownAHundredThousandNeedsNoStack() throws Exception {
        SmallStack.run(() -> {
            Deferred<Integer> last = new Deferred<>();
            for (int i = 0; i < 100_000; i++) {
                last = waitFor(last);
            }
            last.cancel();
            failureResultOf(last, CancelledException.class);
        });
    }

    @Spec("CHN-018")
    @Test
    void whatItWaitsForIsForgottenWhenItHasCome() {
        Deferred<String> inner = new Deferred<>();
        Deferred<String> outer = waitFor(inner);
        assertThat(outer.toString()).contains("waiting");
        inner.callback("x");
        assertThat(outer.toString()).doesNotContain("waiting");
    }

    @Spec("CHN-020")
    @Test
    void endlessRecursionInACallbackBecomesAFailure() {
        Deferred<Integer> d = Deferred.succeed(0);
        Deferred<Integer> endless = d.addCallbackDeferring(DeferredWaitingTest::deeper);
        failureResultOf(endless, StackOverflowError.class);
    }

    private static Deferred<Integer> deeper(int depth) {
        return Deferred.succeed(depth + 1).addCallbackDeferring(DeferredWaitingTest::deeper);
    }

    @Spec("PAU-001")
    @Test
    void pausedItFiresAndRunsLater() {
        Deferred<String> d = new Deferred<>();
        d.pause();
        d.onSuccess(log::add);
        d.callback("x");
        d.onSuccess(x -> log.add(x + " again"));
        assertThat(d.isCalled()).isTrue();
        assertThat(log).isEmpty();
        d.unpause();
        assertThat(log).containsExactly("x", "x again");
    }

    @Spec("PAU-002")
    @Test
    void pausesNest() {
        Deferred<String> d = new Deferred<>();
        d.pause();
        d.pause();
        d.onSuccess(log::add);
        d.unpause();
        d.callback("x");
        assertThat(log).isEmpty();
        d.unpause();
        assertThat(log).containsExactly("x");
    }

    @Spec("PAU-003")
    @Test
    void pausedWithinACallbackItStopsBeforeTheNext() {
        Deferred<String> d = new Deferred<>();
        d.onSuccess(x -> d.pause()).onSuccess(log::add);
        d.callback("x");
        assertThat(log).isEmpty();
        d.unpause();
        assertThat(log).containsExactly("x");
        Deferred<String> fired = Deferred.succeed("y");
        fired.onSuccess(y -> fired.pause());
        fired.onSuccess(log::add);
        assertThat(log).containsExactly("x");
        fired.unpause();
        assertThat(log).containsExactly("x", "y");
    }

    @Spec({"PAU-004", "PAU-005"})
    @Test
    void unpauseWithoutPauseIsRefusedAlsoWhileWaiting() {
        assertThatThrownBy(() -> new Deferred<String>().unpause()).isInstanceOf(IllegalStateException.class);
        Deferred<String> inner = new Deferred<>();
        Deferred<String> waiting = waitFor(inner);
        assertThatThrownBy(waiting::unpause).isInstanceOf(IllegalStateException.class);
        inner.callback("x");
        assertThat(successResultOf(waiting)).isEqualTo("x");
    }

    @Spec({"CAN-003", "CAN-015"})
    @Test
    void theCancellerDecidesAndIsGivenTheDeferred() {
        List<Object> given = new ArrayList<>();
        Deferred<String> d = new Deferred<>(self -> {
            given.add(self);
            self.callback("instead");
        });
        d.cancel();
        assertThat(given).containsExactly(d);
        assertThat(successResultOf(d)).isEqualTo("instead");
        Deferred<String> failing = new Deferred<>(self -> self.errback(new IOException()));
        failing.cancel();
        failureResultOf(failing, IOException.class);
    }

    @Spec({"CAN-004", "CAN-005"})
    @Test
    void withACancellerALateResultIsAnErrorAndCancellingTwiceChangesNothing() {
        Deferred<String> d = new Deferred<>(self -> log.add("canceller"));
        d.cancel();
        d.cancel();
        assertThat(log).hasSize(1);
        assertThatThrownBy(() -> d.callback("late")).isInstanceOf(AlreadyCalledException.class);
        failureResultOf(d, CancelledException.class);
    }

    @Spec("CAN-006")
    @Test
    void cancellingAFiredOneDoesNothing() {
        Deferred<String> d = new Deferred<>(self -> log.add("never"));
        d.onSuccess(x -> d.cancel());
        d.callback("x");
        d.cancel();
        assertThat(successResultOf(d)).isEqualTo("x");
        assertThat(log).isEmpty();
    }

    @Spec({"CAN-007", "CAN-008"})
    @Test
    void cancellingAWaitingOneCancelsWhatItWaitsFor() {
        Deferred<String> inner = new Deferred<>(self -> self.callback("from the inner canceller"));
        Deferred<String> outer = new Deferred<>(self -> log.add("never"));
        Deferred<String> waits = outer.addCallbackDeferring(x -> inner);
        outer.callback("x");
        waits.cancel();
        assertThat(successResultOf(waits)).isEqualTo("from the inner canceller");
        assertThat(log).isEmpty();
    }

    @Spec("CAN-009")
    @Test
    void cleanUpThatTakesTimeIsWaitedFor() {
        Deferred<String> cleanUp = new Deferred<>();
        Deferred<String> inner = new Deferred<>();
        inner.addErrbackDeferring(f -> cleanUp);
        Deferred<String> outer = waitFor(inner);
        outer.cancel();
        assertNoResult(outer);
        cleanUp.callback("clean");
        assertThat(successResultOf(outer)).isEqualTo("clean");
    }

    @Spec("CAN-010")
    @Test
    void cancelledWhilePausedItRunsOnUnpause() {
        Deferred<String> d = new Deferred<>();
        d.pause();
        d.addErrback(CancelledException.class, e -> "cancelled");
        d.cancel();
        assertNoResult(d);
        d.unpause();
        assertThat(successResultOf(d)).isEqualTo("cancelled");
    }

    @Spec("CAN-012")
    @Test
    void aCancellerThatCancelsIsNotCalledAgain() {
        Deferred<String> d = new Deferred<>(self -> {
            log.add("once");
            self.cancel();
        });
        d.cancel();
        assertThat(log).containsExactly("once");
        failureResultOf(d, CancelledException.class);
    }

    @Test
    void anExceptionForAnExpectedEndingHasNoStackTraceUnlessDebugging() {
        Deferred<String> d = new Deferred<>();
        d.cancel();
        assertThat(failureResultOf(d).value().getStackTrace()).isEmpty();
        Deferred.setDebugging(true);
        try {
            Deferred<String> debugged = new Deferred<>();
            debugged.cancel();
            assertThat(failureResultOf(debugged).value().getStackTrace()).isNotEmpty();
        } finally {
            Deferred.setDebugging(false);
        }
        assertThatCode(d::cancel).doesNotThrowAnyException();
    }

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Spec("TMO-001")
    @Test
    void aTimeLimitFailsWithItself() {
        TestClock clock = new TestClock();
        Deferred<String> d = new Deferred<String>().addTimeout(SECOND, clock);
        clock.advance(SECOND);
        assertThat(failureResultOf(d, DeferredTimeoutException.class).timeout()).isEqualTo(SECOND);
    }

    @Spec({"TMO-002", "MEM-005"})
    @Test
    void firedInTimeTheTimerIsGone() {
        TestClock clock = new TestClock();
        Deferred<String> d = new Deferred<String>().addTimeout(SECOND, clock);
        Deferred<String> later = new Deferred<>();
        Deferred<String> waits = d.addCallbackDeferring(x -> later);
        d.callback("x");
        assertThat(clock.getDelayedCalls()).isEmpty();
        clock.advance(SECOND);
        assertThat(later.isCalled()).isFalse();
        later.callback("y");
        assertThat(successResultOf(waits)).isEqualTo("y");
    }

    @Spec("TMO-003")
    @Test
    void theLimitCoversWhatStagesBeforeItWaitFor() {
        TestClock clock = new TestClock();
        Deferred<String> inner = new Deferred<>();
        Deferred<String> d = waitFor(inner).addTimeout(SECOND, clock);
        clock.advance(SECOND);
        failureResultOf(d, DeferredTimeoutException.class);
    }

    @Spec({"TMO-004", "TMO-005"})
    @Test
    void errbacksBeforeTheLimitSeeTheCancelling() {
        TestClock clock = new TestClock();
        Deferred<String> swallowed = new Deferred<>();
        swallowed.addErrback(CancelledException.class, e -> "swallowed").addTimeout(SECOND, clock);
        Deferred<String> other = new Deferred<>();
        other.addErrback(e -> {
                    throw new IOException();
                })
                .addTimeout(SECOND, clock);
        Deferred<String> supplied = new Deferred<>(self -> self.callback("supplied"));
        supplied.addTimeout(SECOND, clock);
        clock.advance(SECOND);
        assertThat(successResultOf(swallowed)).isEqualTo("swallowed");
        failureResultOf(other, IOException.class);
        assertThat(successResultOf(supplied)).isEqualTo("supplied");
    }

    @Spec("TMO-006")
    @Test
    void aHandlerDecidesWhenTheTimeWasOver() {
        TestClock clock = new TestClock();
        Deferred<String> d = new Deferred<String>()
                .addTimeout(SECOND, clock, (outcome, limit) -> outcome.isSuccess() + " after " + limit);
        clock.advance(SECOND);
        assertThat(successResultOf(d)).isEqualTo("false after PT1S");
    }

    @Spec("TMO-007")
    @Test
    void cancelledByAUserItStaysSo() {
        TestClock clock = new TestClock();
        Deferred<String> d = new Deferred<String>().addTimeout(SECOND, clock);
        d.cancel();
        assertThat(clock.getDelayedCalls()).isEmpty();
        failureResultOf(d, CancelledException.class);
    }

    @Spec({"TMO-008", "TMO-009"})
    @Test
    void severalLimitsTheEarliestDecides() {
        TestClock clock = new TestClock();
        Deferred<String> d = new Deferred<String>()
                .addTimeout(SECOND.multipliedBy(2), clock)
                .addTimeout(SECOND, clock)
                .addTimeout(SECOND.multipliedBy(3), clock);
        clock.advance(SECOND);
        assertThat(clock.getDelayedCalls()).isEmpty();
        assertThat(failureResultOf(d, DeferredTimeoutException.class).timeout()).isEqualTo(SECOND);
        d.callback("late");
        Deferred<String> fired = Deferred.succeed("x").addTimeout(SECOND, clock);
        assertThat(clock.getDelayedCalls()).isEmpty();
        assertThat(successResultOf(fired)).isEqualTo("x");
    }
}
