/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.UnhandledFailures;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CooperatorTest {
    private final TestClock clock = new TestClock();
    private final List<Object> log = new ArrayList<>();

    /** One step per slice. */
    private final Cooperator cooperator =
            new Cooperator(() -> () -> true, action -> clock.callLater(Duration.ZERO, action), true);

    private void turn() {
        clock.advance(Duration.ZERO);
    }

    private Iterator<?> noting(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> log.add(name + i)).iterator();
    }

    @Spec({"COO-001", "COO-002", "COO-015"})
    @Test
    void tasksTakeTurnsAndNothingIsScheduledWhenTheyAreOver() {
        cooperator.cooperate(noting("a", 2));
        cooperator.cooperate(noting("b", 2));
        assertThat(log).isEmpty();
        assertThat(clock.getDelayedCalls()).hasSize(1);
        for (int i = 0; i < 6; i++) {
            turn();
        }
        assertThat(log).containsExactly("a0", "b0", "a1", "b1");
        assertThat(clock.getDelayedCalls()).isEmpty();
    }

    @Spec("COO-003")
    @Test
    void aSliceGoesOnUntilItsTimeIsOver() {
        Cooperator timed = new Cooperator(clock);
        Deferred<Iterator<?>> done = timed.coiterate(noting("a", 1000));
        turn();
        assertThat(log).hasSize(1000);
        successResultOf(done);
    }

    @Spec({"COO-004", "COO-005"})
    @Test
    void aDeferredThatIsYieldedIsWaitedFor() {
        Deferred<String> wait = new Deferred<>();
        CooperativeTask task = cooperator.cooperate(Stream.of(wait, "next").iterator());
        Deferred<Iterator<?>> done = task.whenDone();
        turn();
        assertThat(clock.getDelayedCalls()).isEmpty();
        wait.callback("x");
        turn();
        turn();
        successResultOf(done);
        Deferred<Iterator<?>> failed = cooperator.coiterate(
                Stream.of(Deferred.fail(new IllegalStateException("yielded"))).iterator());
        turn();
        assertThat(failureResultOf(failed, IllegalStateException.class)).hasMessage("yielded");
    }

    @Spec({"COO-006", "COO-007"})
    @Test
    void everyWatcherIsToldAlsoLate() {
        Iterator<?> iterator = noting("a", 0);
        CooperativeTask task = cooperator.cooperate(iterator);
        Deferred<Iterator<?>> early = task.whenDone();
        turn();
        assertThat((Object) successResultOf(early)).isSameAs(iterator);
        assertThat((Object) successResultOf(task.whenDone())).isSameAs(iterator);
    }

    @Spec("COO-008")
    @Test
    void aFailureNobodyAskedAboutIsUnhandledUntilSomebodyAsks() {
        Iterator<Object> failing = Stream.generate(() -> {
                    throw new IllegalStateException("lost");
                })
                .iterator();
        try (UnhandledFailures.Watch watch = UnhandledFailures.watch()) {
            CooperativeTask task = cooperator.cooperate(failing);
            turn();
            assertThat(watch.unhandled()).hasSize(1);
            failureResultOf(task.whenDone(), IllegalStateException.class);
            assertThat(watch.unhandled()).isEmpty();
        }
    }

    @Spec({"COO-009", "COO-011"})
    @Test
    void pausesNest() {
        CooperativeTask task = cooperator.cooperate(noting("a", 5));
        task.pause();
        task.pause();
        assertThat(clock.getDelayedCalls()).isEmpty();
        task.resume();
        turn();
        assertThat(log).isEmpty();
        task.resume();
        turn();
        assertThat(log).containsExactly("a0");
        assertThatThrownBy(task::resume).isInstanceOf(NotPaused.class);
    }

    @Spec({"COO-010", "COO-011"})
    @Test
    void stoppingATask() {
        Deferred<String> wait = new Deferred<>();
        CooperativeTask task = cooperator.cooperate(Stream.of(wait).iterator());
        Deferred<Iterator<?>> done = task.whenDone();
        turn();
        task.stop();
        failureResultOf(done, TaskStopped.class);
        wait.errback(new IllegalStateException());
        assertThatThrownBy(task::stop).isInstanceOf(TaskStopped.class);
        assertThatThrownBy(task::pause).isInstanceOf(TaskFinished.class);
        CooperativeTask over = cooperator.cooperate(noting("a", 0));
        turn();
        assertThatThrownBy(over::pause).isInstanceOf(TaskDone.class);
    }

    @Spec({"COO-012", "COO-013"})
    @Test
    void stoppingTheCooperatorTellsEveryTask() {
        Deferred<String> wait = new Deferred<>();
        CooperativeTask active = cooperator.cooperate(noting("a", 5));
        CooperativeTask second = cooperator.cooperate(noting("b", 5));
        CooperativeTask paused = cooperator.cooperate(noting("c", 5));
        paused.pause();
        CooperativeTask waiting = cooperator.cooperate(Stream.of(wait).iterator());
        List<Deferred<Iterator<?>>> done = Stream.of(active, second, paused, waiting)
                .<Deferred<Iterator<?>>>map(CooperativeTask::whenDone)
                .toList();
        for (int i = 0; i < 3; i++) {
            turn();
        }
        cooperator.stop();
        for (Deferred<Iterator<?>> each : done) {
            failureResultOf(each, SchedulerStopped.class);
        }
        assertThat(cooperator.running()).isFalse();
        assertThat(clock.getDelayedCalls()).isEmpty();
        failureResultOf(cooperator.coiterate(noting("d", 1)), SchedulerStopped.class);
    }

    @Spec("COO-014")
    @Test
    void oneThatIsNotStartedWaits() {
        Cooperator later = new Cooperator(() -> () -> true, action -> clock.callLater(Duration.ZERO, action), false);
        later.cooperate(noting("a", 1));
        assertThat(later.running()).isFalse();
        assertThat(clock.getDelayedCalls()).isEmpty();
        later.start();
        turn();
        assertThat(log).containsExactly("a0");
        later.stop();
        later.start();
        assertThat(later.running()).isTrue();
    }

    @Spec("COO-016")
    @Test
    void whoIsToldMayAddOrStop() {
        CooperativeTask first = cooperator.cooperate(noting("a", 0));
        first.whenDone().consume(x -> cooperator.cooperate(noting("b", 1)), f -> {});
        turn();
        assertThat(clock.getDelayedCalls()).hasSize(1);
        turn();
        assertThat(log).containsExactly("b0");
        CooperativeTask last = cooperator.cooperate(noting("c", 0));
        last.whenDone().consume(x -> cooperator.stop(), f -> {});
        turn();
        turn();
        assertThat(cooperator.running()).isFalse();
    }

    @Spec("COO-017")
    @Test
    void cancellingStopsTheTask() {
        Deferred<Iterator<?>> done = cooperator.coiterate(noting("a", 5));
        done.cancel();
        failureResultOf(done, CancelledException.class);
        turn();
        assertThat(log).isEmpty();
    }
}
