/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;

class DeferredsTest {
    private final List<Object> log = new ArrayList<>();

    /** What a reactor's executor is to its thread: things run when the test says so. */
    private final List<Runnable> queue = new ArrayList<>();

    private final Executor owner = queue::add;

    private void turn() {
        List<Runnable> now = List.copyOf(queue);
        queue.clear();
        now.forEach(Runnable::run);
    }

    @Spec("HLP-001")
    @Test
    void succeedAndFailAreFired() {
        IOException thrown = new IOException();
        assertThat(successResultOf(Deferred.<Object>succeed(null))).isNull();
        assertThat(failureResultOf(Deferred.fail(thrown)).value()).isSameAs(thrown);
    }

    @Spec({"HLP-003", "HLP-005"})
    @Test
    void maybeMakesADeferredOfWhateverComesOfAFunction() {
        IOException thrown = new IOException();
        assertThat(successResultOf(Deferreds.maybe(() -> "v"))).isEqualTo("v");
        assertThat(failureResultOf(Deferreds.maybe(() -> {
                            throw thrown;
                        }))
                        .value())
                .isSameAs(thrown);
        Deferred<String> made = new Deferred<>();
        assertThat(Deferreds.maybeDeferring(() -> made)).isSameAs(made);
        failureResultOf(Deferreds.maybeDeferring(() -> null), NullPointerException.class);
        Failure failure = Failure.of(thrown);
        assertThat(failureResultOf(Deferreds.maybe(() -> failure))).isSameAs(failure);
        failureResultOf(Deferreds.maybe(() -> (Object) made), IllegalStateException.class);
    }

    @Spec({"DLS-001", "DLS-004", "DLS-011"})
    @Test
    void listGivesAllOutcomesInOrderAndConsumesThem() {
        Deferred<String> a = new Deferred<>();
        Deferred<String> b = Deferred.fail(new IOException());
        Deferred<List<Outcome<String>>> all = Deferreds.list(List.of(a, b));
        assertNoResult(all);
        a.callback("a");
        List<Outcome<String>> outcomes = successResultOf(all);
        assertThat(outcomes.get(0).isSuccess()).isTrue();
        assertThat(outcomes.get(1).failure().is(IOException.class)).isTrue();
        assertThat(successResultOf(a)).isNull();
        assertThat(successResultOf(b)).isNull();
    }

    @Spec({"DLS-002", "DLS-016", "RAC-006"})
    @Test
    void ofNothing() {
        assertThat(successResultOf(Deferreds.list(List.of()))).isEmpty();
        assertThat(successResultOf(Deferreds.gather(List.of()))).isEmpty();
        assertThatThrownBy(() -> Deferreds.race(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Deferreds.firstSuccess(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Spec("DLS-003")
    @Test
    void theMembersAreCopiedAndOneMayBeThereTwice() {
        Deferred<String> a = new Deferred<>();
        List<Deferred<String>> members = new ArrayList<>(List.of(a, a));
        Deferred<List<Outcome<String>>> all = Deferreds.list(members);
        members.clear();
        a.callback("a");
        assertThat(successResultOf(all)).hasSize(2);
    }

    @Spec("DLS-005")
    @Test
    void itSeesWhatEarlierStagesMadeAndItsOwnRunBeforeLaterOnes() {
        Deferred<Integer> a = new Deferred<>();
        Deferred<Integer> plus = a.addCallback(x -> x + 1);
        Deferreds.gather(List.of(plus)).onSuccess(log::add).handleFailure(log::add);
        plus.onSuccess(x -> log.add("later stage"));
        a.callback(1);
        assertThat(log).containsExactly(List.of(2), "later stage");
    }

    @Spec({"DLS-006", "DLS-007", "DLS-009"})
    @Test
    void firstSuccessLeavesTheOthersAlone() {
        Deferred<String> a = new Deferred<>();
        Deferred<String> b = new Deferred<>();
        Deferred<Indexed<String>> first = Deferreds.firstSuccess(List.of(a, b));
        b.callback("b");
        assertThat(successResultOf(first)).isEqualTo(new Indexed<>(1, "b"));
        assertThat(a.isCalled()).isFalse();
        a.errback(new IOException());
        assertThat(successResultOf(a)).isNull();
        Deferred<Indexed<String>> none = Deferreds.firstSuccess(List.of(Deferred.<String>fail(new IOException())));
        assertThat(failureResultOf(none, FailureGroup.class).failures()).hasSize(1);
    }

    @Spec({"DLS-008", "DLS-015", "DLS-016"})
    @Test
    void gatherFailsWithTheFirstFailureItselfAndTheOthersGoOn() {
        Deferred<String> a = new Deferred<>();
        Deferred<String> b = new Deferred<>();
        Deferred<List<String>> all = Deferreds.gather(List.of(a, b));
        IOException thrown = new IOException();
        b.errback(thrown);
        assertThat(failureResultOf(all, IOException.class)).isSameAs(thrown);
        assertThat(a.isCalled()).isFalse();
        assertThat(successResultOf(b)).isNull();
    }

    @Test
    void gatherOrCancelStopsTheOthers() {
        Deferred<String> a = new Deferred<>(self -> log.add("cancelled"));
        Deferred<String> b = new Deferred<>();
        Deferred<List<String>> all = Deferreds.gatherOrCancel(List.of(a, b));
        all.onFailure(f -> log.add("failed"));
        b.errback(new IOException());
        assertThat(log).containsExactly("cancelled", "failed");
        failureResultOf(all, IOException.class);
    }

    @Spec({"DLS-012", "DLS-013", "DLS-017"})
    @Test
    void cancellingCancelsAllMembers() {
        Deferred<String> supplied = new Deferred<>(self -> self.callback("supplied"));
        Deferred<String> plain = new Deferred<>();
        Deferred<String> hostile = new Deferred<>(self -> {
            throw new IOException();
        });
        Deferred<List<Outcome<String>>> all = Deferreds.list(List.of(supplied, plain, hostile));
        all.cancel();
        List<Outcome<String>> outcomes = successResultOf(all);
        assertThat(outcomes.get(0).isSuccess()).isTrue();
        assertThat(outcomes.get(1).failure().is(CancelledException.class)).isTrue();
        assertThat(outcomes.get(2).failure().is(CancelledException.class)).isTrue();

        Deferred<List<String>> gathered = Deferreds.gather(List.of(new Deferred<String>(), new Deferred<String>()));
        gathered.cancel();
        failureResultOf(gathered, CancelledException.class);
    }

    /** A list takes its members' failures, as with Twisted's consumeErrors; forks leave them where they are. */
    @Spec("DLS-010")
    @Test
    void aListOfForksLeavesEachFailureInItsMember() {
        IOException thrown = new IOException("lost");
        Deferred<String> member = new Deferred<>();
        Deferred<List<Outcome<String>>> list = Deferreds.list(List.of(Deferreds.fork(member)));
        member.errback(thrown);
        assertThat(successResultOf(list).get(0).failure().value()).isSameAs(thrown);
        assertThat(failureResultOf(member, IOException.class)).isSameAs(thrown);
    }

    @Spec("DLS-014")
    @Test
    void cancellingWhatHasFiredDoesNothing() {
        Deferred<String> a = new Deferred<>();
        Deferred<List<String>> all = Deferreds.gather(List.of(a, Deferred.<String>fail(new IOException())));
        all.cancel();
        assertThat(a.isCalled()).isFalse();
        failureResultOf(all, IOException.class);
    }

    @Test
    void combineTakesTwoTypes() {
        Deferred<String> name = Deferred.succeed("Ada");
        Deferred<Integer> age = new Deferred<>();
        Deferred<String> line = Deferreds.combine(name, age, (n, a) -> n + " " + a);
        age.callback(36);
        assertThat(successResultOf(line)).isEqualTo("Ada 36");
    }

    @Spec({"RAC-001", "RAC-003"})
    @Test
    void inARaceTheOthersAreCancelledBeforeTheResultIsSeen() {
        Deferred<String> a = new Deferred<>(self -> log.add("a cancelled"));
        Deferred<String> b = new Deferred<>(self -> log.add("b cancelled"));
        Deferred<Indexed<String>> winner = Deferreds.race(List.of(a, b));
        winner.onSuccess(w -> log.add("won by " + w.index()));
        b.callback("b");
        assertThat(log).containsExactly("a cancelled", "won by 1");
        assertThat(successResultOf(winner).value()).isEqualTo("b");
        assertThat(successResultOf(a)).isNull();
    }

    @Spec({"RAC-002", "RAC-004"})
    @Test
    void aRaceThatNobodyWinsFailsWithAllInOrder() {
        Deferred<String> a = new Deferred<>();
        Deferred<String> b = new Deferred<>();
        Deferred<Indexed<String>> winner = Deferreds.race(List.of(a, b));
        IOException first = new IOException("a");
        b.errback(new IOException("b"));
        a.errback(first);
        FailureGroup group = failureResultOf(winner, FailureGroup.class);
        assertThat(group.failures().get(0).value()).isSameAs(first);
        assertThat(group.getSuppressed()).hasSize(2);
        Deferred<Indexed<String>> cancelled = Deferreds.race(List.of(new Deferred<String>(), new Deferred<String>()));
        cancelled.cancel();
        assertThat(failureResultOf(cancelled, FailureGroup.class).failures())
                .allMatch(f -> f.is(CancelledException.class));
    }

    @Spec("RAC-005")
    @Test
    void ofThoseThatHaveFiredTheFirstSuccessWins() {
        Deferred<Indexed<String>> winner = Deferreds.race(
                List.of(Deferred.<String>fail(new IOException()), Deferred.succeed("x"), Deferred.succeed("y")));
        assertThat(successResultOf(winner)).isEqualTo(new Indexed<>(1, "x"));
    }

    @Spec("CHN-020")
    @Test
    void iterateNeedsNoStackWhetherStepsHaveFiredOrNot() throws Exception {
        SmallStack.run(() -> {
            Deferred<Integer> fired = Deferreds.iterate(0, x -> x < 1_000_000, x -> Deferred.succeed(x + 1));
            assertThat(successResultOf(fired)).isEqualTo(1_000_000);
            List<Deferred<Integer>> pending = new ArrayList<>();
            Deferred<Integer> later = Deferreds.iterate(0, x -> x < 1000, x -> {
                Deferred<Integer> step = new Deferred<>();
                pending.add(step);
                return step;
            });
            for (int i = 0; i < 1000; i++) {
                pending.get(i).callback(i + 1);
            }
            assertThat(successResultOf(later)).isEqualTo(1000);
        });
        Deferred<Integer> waits = new Deferred<>();
        Deferred<Integer> cancelled = Deferreds.iterate(0, x -> true, x -> waits);
        cancelled.cancel();
        failureResultOf(cancelled, CancelledException.class);
    }

    @Test
    void aForkLeavesTheResultAndTakesTheDutyToHandleAFailure() {
        Deferred<String> source = new Deferred<>();
        Deferred<String> one = Deferreds.fork(source);
        Deferred<String> two = Deferreds.fork(source);
        one.cancel();
        failureResultOf(one, CancelledException.class);
        assertThat(source.isCalled()).isFalse();
        source.errback(new IOException());
        failureResultOf(two, IOException.class);
        Deferred<String> late = Deferreds.fork(source);
        failureResultOf(late, IOException.class);
    }

    @Test
    void aShieldKeepsCancellingFromTheWork() {
        Deferred<String> work = new Deferred<>();
        Deferred<String> shield = Deferreds.shield(work);
        shield.cancel();
        failureResultOf(shield, CancelledException.class);
        work.callback("done");
        assertThat(successResultOf(work)).isEqualTo("done");
        assertThat(successResultOf(Deferreds.shield(Deferred.succeed("x")))).isEqualTo("x");
    }

    @Test
    void delayCancelWaitsForTheEndOfTheWork() {
        Deferred<String> work = new Deferred<>();
        Deferred<String> outside = Deferreds.delayCancel(work);
        outside.cancel();
        assertNoResult(outside);
        IOException thrown = new IOException();
        work.errback(thrown);
        assertThat(failureResultOf(outside, CancelledException.class)).hasSuppressedException(thrown);
        assertThat(successResultOf(Deferreds.delayCancel(Deferred.succeed("x"))))
                .isEqualTo("x");
    }

    @Spec("FUT-001")
    @Test
    void toCompletableFutureTakesTheResult() throws Exception {
        Deferred<String> d = Deferred.succeed("x");
        assertThat(d.toCompletableFuture().get()).isEqualTo("x");
        assertThat(successResultOf(d)).isNull();
        Deferred<String> failed = Deferred.fail(new IOException());
        assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
        assertThat(successResultOf(failed)).isNull();
    }

    @Spec("FUT-002")
    @Test
    void cancellingTheFutureCancelsTheDeferred() {
        Deferred<String> d = new Deferred<>(self -> self.callback("instead"));
        CompletableFuture<String> future = d.toCompletableFuture();
        future.cancel(true);
        assertThat(d.isCalled()).isTrue();
        assertThat(future).isCancelled();
    }

    @Spec("FUT-003")
    @Test
    void aFutureOfTheJdkReportsThroughTheOwner() {
        Deferred<String> d = Deferreds.from(CompletableFuture.completedFuture("x"), owner);
        assertNoResult(d);
        turn();
        assertThat(successResultOf(d)).isEqualTo("x");
        IOException thrown = new IOException();
        Deferred<String> failed =
                Deferreds.from(CompletableFuture.failedFuture(new CompletionException(thrown)), owner);
        turn();
        assertThat(failureResultOf(failed, IOException.class)).isSameAs(thrown);
    }

    @Spec({"FUT-004", "FUT-005"})
    @Test
    void cancellingCancelsTheFutureAndWaitsForItsReport() {
        CompletableFuture<String> future = new CompletableFuture<>();
        Deferred<String> d = Deferreds.from(future, owner);
        d.cancel();
        assertThat(future).isCancelled();
        assertNoResult(d);
        d.cancel();
        turn();
        assertThat(failureResultOf(d, CancellationException.class)).isNotInstanceOf(CancelledException.class);
    }

    @Spec({"FUT-003", "FUT-005"})
    @Test
    void aFutureOfNettyAndBack() {
        Promise<String> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        Deferred<String> d = Deferreds.from(promise);
        promise.setSuccess("x");
        Promise<String> back = Deferreds.toPromise(d, ImmediateEventExecutor.INSTANCE);
        assertThat(back.getNow()).isEqualTo("x");

        Promise<String> pending = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        Deferred<String> cancelled = Deferreds.from(pending);
        Promise<String> outer = Deferreds.toPromise(cancelled, ImmediateEventExecutor.INSTANCE);
        outer.cancel(false);
        assertThat(pending.isCancelled()).isTrue();
    }

    @Test
    void collectTakesAStream() throws Exception {
        Deferred<List<String>> all;
        try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>(Runnable::run, 16)) {
            all = Deferreds.collect(publisher, Runnable::run, 10);
            publisher.submit("a");
            publisher.submit("b");
        }
        assertThat(successResultOf(all)).containsExactly("a", "b");
        try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>(Runnable::run, 16)) {
            Deferred<List<String>> few = Deferreds.collect(publisher, Runnable::run, 1);
            publisher.submit("a");
            publisher.submit("b");
            failureResultOf(few, IllegalStateException.class);
        }
    }
}
