/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is held longer than it is needed. */
class DeferredMemoryTest {
    private static Effect<Object> effectThatHolds(Object held) {
        return x -> assertThat(held).isNotNull();
    }

    @Spec("MEM-001")
    @Test
    void aStageThatRanIsForgottenAlsoWhileTheChainWaits() throws Exception {
        Deferred<Object> inner = new Deferred<>();
        Deferred<Object> d = new Deferred<>();
        WeakReference<Object> ran = addStage(d);
        Deferred<Object> waits = d.addCallbackDeferring(x -> inner);
        waits.onSuccess(x -> {});
        d.callback("x");
        Garbage.assertCollected(ran);
        Garbage.held(waits);
        Garbage.held(inner);
    }

    private static WeakReference<Object> addStage(Deferred<Object> d) {
        Object held = new Object();
        d.onSuccess(effectThatHolds(held));
        return new WeakReference<>(held);
    }

    @Spec("MEM-002")
    @Test
    void aResultThatWasReplacedHandedOverOrDroppedIsForgotten() throws Exception {
        Deferred<Object> d = new Deferred<>();
        Deferred<Object> replaced = d.addCallback(x -> "next");
        Garbage.assertCollected(fire(replaced));
        Deferred<Object> cancelled = new Deferred<>();
        cancelled.handleFailure(f -> {});
        cancelled.cancel();
        Garbage.assertCollected(fire(cancelled));
        Deferred<Object> inner = new Deferred<>();
        Deferred<Object> outer =
                Deferred.succeed("").addCallbackDeferring(x -> inner).addCallback(x -> "next");
        Garbage.assertCollected(fire(inner));
        Garbage.held(List.of(d, cancelled, inner, outer));
    }

    private static WeakReference<Object> fire(Deferred<Object> d) {
        Object value = new Object();
        d.callback(value);
        return new WeakReference<>(value);
    }

    @Spec("MEM-003")
    @Test
    void theCancellerIsForgottenOnFiring() throws Exception {
        List<Deferred<Object>> kept = new ArrayList<>();
        WeakReference<Object> held = withCanceller(kept);
        kept.get(0).callback("x");
        Garbage.assertCollected(held);
        Garbage.held(kept);
    }

    private static WeakReference<Object> withCanceller(List<Deferred<Object>> kept) {
        Object held = new Object();
        kept.add(new Deferred<>(self -> assertThat(held).isNotNull()));
        return new WeakReference<>(held);
    }

    @Spec("MEM-005")
    @Test
    void aTimeoutThatWasRemovedHoldsNothing() throws Exception {
        TestClock clock = new TestClock();
        Garbage.assertCollected(timed(clock));
        Garbage.held(clock);
    }

    private static WeakReference<Object> timed(TestClock clock) {
        Deferred<String> d = new Deferred<String>().addTimeout(Duration.ofDays(1), clock);
        d.callback("x");
        return new WeakReference<>(d);
    }

    @Spec("MEM-006")
    @Test
    void anAbandonedPairIsCollectedTogether() throws Exception {
        Garbage.assertCollected(abandonedPair());
    }

    private static WeakReference<Object> abandonedPair() {
        Deferred<String> inner = new Deferred<>();
        Deferred<String> outer = Deferred.succeed("").addCallbackDeferring(x -> inner);
        assertThat(outer.hasResult()).isFalse();
        return new WeakReference<>(outer);
    }

    @Spec("MEM-007")
    @Test
    void aGatheringThatFiredHoldsNoMembersAndTheyDoNotHoldIt() throws Exception {
        Deferred<String> slow = new Deferred<>();
        WeakReference<Object> whole = gathered(slow);
        Garbage.assertCollected(whole);
        Garbage.held(slow);
    }

    private static WeakReference<Object> gathered(Deferred<String> slow) {
        Object value = new Object();
        Deferred<Indexed<Object>> first = Deferreds.firstSuccess(List.of(slow, Deferred.succeed(value)));
        first.consume(x -> {}, f -> {});
        return new WeakReference<>(value);
    }

    @Spec("MEM-008")
    @Test
    void aHandledFailureIsForgotten() throws Exception {
        Deferred<Object> d = new Deferred<>();
        WeakReference<Object> failure = fail(d);
        Garbage.assertCollected(failure);
        Garbage.held(d);
    }

    private static WeakReference<Object> fail(Deferred<Object> d) {
        Exception thrown = new Exception();
        d.errback(thrown);
        d.handleFailure(f -> {});
        return new WeakReference<>(thrown);
    }

    @Spec("MEM-001")
    @Test
    void aLongLivedChainKeepsOnlyWhatIsToCome() {
        Deferred<Integer> d = new Deferred<>();
        Deferred<Integer> chain = d;
        d.callback(0);
        List<Deferred<Integer>> inner = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Deferred<Integer> step = new Deferred<>();
            inner.add(step);
            chain = chain.addCallbackDeferring(x -> step);
            if (i > 0) {
                inner.get(i - 1).callback(i);
            }
        }
        assertThat(d.stages).isNotNull();
        assertThat(d.stages.length).isLessThan(20);
        assertThat(chain.hasResult()).isFalse();
    }
}
