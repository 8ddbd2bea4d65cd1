/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static io.netwist.deferred.Coroutines.await;
import static io.netwist.deferred.Coroutines.run;
import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same tests whichever way bodies are run; see the module's POM. */
class CoroutinesTest {
    private final List<Object> log = new ArrayList<>();

    @AfterEach
    void debuggingOff() {
        Deferred.setDebugging(false);
    }

    /** When a run of the tests says which way it is for, it must be that way. */
    @Test
    void runsTheWayItWasAskedTo() {
        String way = System.getProperty("netwist.test.coroutines");
        if (way != null) {
            assertThat(ContinuationBody.available()).isEqualTo(way.equals("continuations"));
        }
    }

    @Spec({"COR-001", "COR-003", "COR-005"})
    @Test
    void runsToTheFirstAwaitAndGoesOnWithinTheCallThatFires() {
        Deferred<String> d = new Deferred<>();
        Deferred<Integer> result = run(() -> {
            log.add("begin");
            String text = await(d);
            log.add("resumed with " + text);
            return text.length();
        });
        log.add("returned");
        assertNoResult(result);
        d.callback("four");
        log.add("fired");
        assertThat(log).containsExactly("begin", "returned", "resumed with four", "fired");
        assertThat(successResultOf(result)).isEqualTo(4);
        assertThat(successResultOf(run(() -> {
                    log.add("no value");
                })))
                .isNull();
    }

    @Spec("COR-003")
    @Test
    void awaitsWhatIsPausedOrWaits() {
        Deferred<String> paused = Deferred.succeed("p");
        paused.pause();
        Deferred<String> inner = new Deferred<>();
        Deferred<String> waiting = Deferred.succeed("").addCallbackDeferring(x -> inner);
        Deferred<String> result = run(() -> await(paused) + await(waiting));
        assertNoResult(result);
        paused.unpause();
        assertNoResult(result);
        inner.callback("i");
        assertThat(successResultOf(result)).isEqualTo("pi");
    }

    @Spec("COR-002")
    @Test
    void aHundredThousandAwaitsOfFiredDeferredsAddNoStack() throws Exception {
        SmallStack.run(() -> {
            Deferred<Integer> sum = run(() -> {
                int total = 0;
                for (int i = 0; i < 100_000; i++) {
                    total += await(Deferred.succeed(1));
                }
                return total;
            });
            assertThat(successResultOf(sum)).isEqualTo(100_000);
        });
    }

    @Spec("COR-004")
    @Test
    void aFailureIsThrownAsTheVeryObjectAndCatchingHandlesIt() {
        IOException early = new IOException("early");
        IOException late = new IOException("late");
        Deferred<String> d = new Deferred<>();
        Deferred<List<Object>> caught = run(() -> {
            List<Object> seen = new ArrayList<>();
            try {
                await(Deferred.fail(early));
            } catch (IOException thrown) {
                seen.add(thrown);
            }
            try {
                await(d);
            } catch (IOException thrown) {
                seen.add(thrown);
            }
            return seen;
        });
        d.errback(late);
        assertThat(successResultOf(caught)).containsExactly(early, late);
    }

    @Spec("COR-005")
    @Test
    void whateverIsNotCaughtFailsTheDeferred() {
        StackOverflowError error = new StackOverflowError();
        assertThat(failureResultOf(
                        run(() -> {
                            throw error;
                        }),
                        StackOverflowError.class))
                .isSameAs(error);
    }

    @Spec("COR-007")
    @Test
    void nestedBodiesRunAsOneFlow() {
        Deferred<Integer> d = new Deferred<>();
        Deferred<Integer> result = run(() -> await(run(() -> await(run(() -> await(d) + 1)) + 1)) + 1);
        d.callback(1);
        assertThat(successResultOf(result)).isEqualTo(4);
    }

    @Spec("COR-008")
    @Test
    void stagesAddedBeforeCountAlsoWhenWaiting() {
        Deferred<Integer> d = new Deferred<>();
        Deferred<String> text = d.addCallback(x -> "=" + x);
        Deferred<String> result = run(() -> await(text));
        d.callback(3);
        assertThat(successResultOf(result)).isEqualTo("=3");
    }

    @Spec("COR-009")
    @Test
    void awaitLeavesNullInEveryCase() {
        Deferred<String> fired = Deferred.succeed("x");
        Deferred<String> later = new Deferred<>();
        Deferred<String> result = run(() -> await(fired) + await(later));
        later.callback("y");
        assertThat(successResultOf(result)).isEqualTo("xy");
        assertThat(successResultOf(fired)).isNull();
        assertThat(successResultOf(later)).isNull();
    }

    @Spec({"COR-012", "COR-013", "CAN-007"})
    @Test
    void cancellingReachesWhatTheInnermostBodyAwaits() {
        Deferred<String> d = new Deferred<>(self -> log.add("cancelled"));
        Deferred<String> result = run(() -> {
            try {
                return await(run(() -> {
                    try {
                        return await(d);
                    } finally {
                        log.add("inner finally");
                    }
                }));
            } catch (CancelledException e) {
                return "translated";
            }
        });
        result.cancel();
        assertThat(log).containsExactly("cancelled", "inner finally");
        assertThat(successResultOf(result)).isEqualTo("translated");
    }

    @Spec({"COR-014", "COR-015"})
    @Test
    void aBodyThatCatchesTheCancellingMayGoOnAndBeCancelledAgain() {
        Deferred<String> first = new Deferred<>();
        Deferred<String> second = new Deferred<>();
        Deferred<String> result = run(() -> {
            try {
                return await(first);
            } catch (CancelledException e) {
                return await(second);
            }
        });
        result.cancel();
        assertNoResult(result);
        assertThat(second.isCalled()).isFalse();
        result.cancel();
        failureResultOf(result, CancelledException.class);
    }

    @Spec("COR-015")
    @Test
    void itDoesNotFireBeforeTheCleanUpOfWhatItAwaitsIsOver() {
        Deferred<String> cleanUp = new Deferred<>();
        Deferred<String> d = new Deferred<>();
        d.addErrbackDeferring(f -> cleanUp);
        Deferred<String> result = run(() -> await(d));
        result.cancel();
        assertNoResult(result);
        cleanUp.callback("clean");
        assertThat(successResultOf(result)).isEqualTo("clean");
    }

    @Spec("COR-016")
    @Test
    void cancellingFromWithinDoesNotInterrupt() {
        List<Deferred<String>> self = new ArrayList<>();
        Deferred<Void> begin = new Deferred<>();
        Deferred<String> result = run(() -> {
            await(begin);
            self.get(0).cancel();
            return "done";
        });
        self.add(result);
        begin.callback(null);
        assertThat(successResultOf(result)).isEqualTo("done");
        result.cancel();
    }

    @Spec({"COR-018", "FAI-016"})
    @Test
    void aFailureShowsTheBodiesThatAwaitedItAndThrowingAgainLosesNothing() {
        Deferred<String> d = new Deferred<>();
        IOException thrown = new IOException();
        StackTraceElement[] before = thrown.getStackTrace();
        Deferred<String> outer = outer(d);
        d.errback(thrown);
        Failure failure = failureResultOf(outer);
        assertThat(failure.value()).isSameAs(thrown);
        assertThat(thrown.getStackTrace()).isEqualTo(before);
        List<String> methods = failure.awaiting().stream()
                .map(StackTraceElement::getMethodName)
                .filter(name -> name.contains("ner") || name.contains("outer"))
                .toList();
        assertThat(methods).hasSize(2);
        assertThat(methods.get(0)).contains("inner");
        assertThat(methods.get(1)).contains("outer");
        assertThat(failure.getTraceback()).contains("awaited at");
        assertThat(failure.awaiting()).noneMatch(frame -> Debug.isEngine(frame.getClassName()));
    }

    private static Deferred<String> inner(Deferred<String> d) {
        return run(() -> await(d));
    }

    private static Deferred<String> outer(Deferred<String> d) {
        return run(() -> {
            try {
                return await(inner(d));
            } catch (IOException e) {
                throw e;
            }
        });
    }

    @Spec("COR-020")
    @Test
    void aThousandNestedBodiesFitOnFourMebibytesOfStack() throws Exception {
        SmallStack.run(4 << 20, () -> assertThat(successResultOf(nested(1000))).isEqualTo(1000));
    }

    private static Deferred<Integer> nested(int depth) {
        return run(() -> depth == 0 ? 0 : 1 + await(nested(depth - 1)));
    }

    @Test
    void bodiesThatAwaitOneAnotherAddNoStack() throws Exception {
        // Each costs a thread where there are no continuations.
        int count = ContinuationBody.available() ? 100_000 : 500;
        SmallStack.run(() -> {
            Deferred<Integer> first = new Deferred<>();
            Deferred<Integer> last = first;
            for (int i = 0; i < count; i++) {
                Deferred<Integer> before = last;
                last = run(() -> await(before) + 1);
            }
            first.callback(0);
            assertThat(successResultOf(last)).isEqualTo(count);
        });
    }

    @Test
    void cancellingGoesDownBodiesThatAwaitOneAnotherWithoutStack() throws Exception {
        int count = ContinuationBody.available() ? 100_000 : 500;
        SmallStack.run(() -> {
            Deferred<Integer> last = new Deferred<>();
            for (int i = 0; i < count; i++) {
                Deferred<Integer> before = last;
                last = run(() -> await(before));
            }
            last.cancel();
            failureResultOf(last, CancelledException.class);
        });
    }

    @Test
    void aBodyCountsAsTheThreadThatRunsIt() {
        Thread self = Thread.currentThread();
        Deferred<String> begin = new Deferred<>();
        Deferred<Boolean> result = run(() -> {
            boolean before = ReactorThread.current() == self;
            await(begin);
            new Deferred<String>().callback("made within");
            return before && ReactorThread.current() == self;
        });
        begin.callback("go");
        assertThat(successResultOf(result)).isTrue();
    }

    @Test
    void orderIsAsWrittenAcrossAwaits() {
        Deferred<Void> tick = new Deferred<>();
        List<Deferred<Void>> ticks = new ArrayList<>(List.of(tick));
        Deferred<Void> writer = run(() -> {
            for (int i = 0; i < 2_000; i++) {
                log.add(2 * i);
                await(ticks.get(i));
            }
        });
        for (int i = 0; i < 2_000; i++) {
            log.add(2 * i + 1);
            ticks.add(new Deferred<>());
            ticks.get(i).callback(null);
        }
        assertThat(successResultOf(writer)).isNull();
        for (int i = 0; i < 4_000; i++) {
            assertThat(log.get(i)).isEqualTo(i);
        }
    }

    @Test
    void awaitOutsideOfABodyIsRefused() {
        assertThatThrownBy(() -> await(Deferred.succeed("x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Coroutines.run");
    }

    /** Its initialiser awaits something that never fires. */
    private static final class AwaitsInItsInitialiser {
        static final String SEEN;

        static {
            String seen;
            try {
                seen = await(new Deferred<String>());
            } catch (Exception refused) {
                seen = refused.getClass().getSimpleName();
            }
            SEEN = seen;
        }
    }

    @Test
    void awaitInAStaticInitialiserIsRefused() {
        assertThat(successResultOf(run(() -> AwaitsInItsInitialiser.SEEN))).isEqualTo("IllegalStateException");
    }

    @Spec("CHN-013")
    @Test
    void awaitingItselfIsRefused() {
        Deferred<Void> begin = new Deferred<>();
        List<Deferred<String>> self = new ArrayList<>();
        Deferred<String> result = run(() -> {
            await(begin);
            return await(self.get(0));
        });
        self.add(result);
        begin.callback(null);
        assertThat(failureResultOf(result, IllegalStateException.class)).hasMessageContaining("very coroutine");
    }

    @Test
    void inDebugModeAwaitWithAMonitorOrALockIsRefused() {
        Deferred.setDebugging(true);
        Deferred<String> never = new Deferred<>();
        Object monitor = new Object();
        Deferred<String> inMonitor = run(() -> {
            synchronized (monitor) {
                return await(never);
            }
        });
        assertThat(failureResultOf(inMonitor, IllegalStateException.class)).hasMessageContaining("java.lang.Object");
        ReentrantLock lock = new ReentrantLock();
        Deferred<String> inLock = run(() -> {
            lock.lock();
            try {
                return await(never);
            } finally {
                lock.unlock();
            }
        });
        assertThat(failureResultOf(inLock, IllegalStateException.class)).hasMessageContaining("ReentrantLock");
        Deferred<String> holdsNothing = run(() -> await(never));
        never.callback("fine");
        assertThat(successResultOf(holdsNothing)).isEqualTo("fine");
    }

    @Spec("COR-017")
    @Test
    void contextIsKeptAcrossAwaitsAndDoesNotLeak() {
        List<String> now = new ArrayList<>(List.of("caller"));
        Contexts.install(new ContextCarrier() {
            @Override
            public Object capture() {
                return now.get(0);
            }

            @Override
            public void restore(Object snapshot) {
                now.set(0, (String) snapshot);
            }
        });
        try {
            Deferred<Void> d = new Deferred<>();
            Deferred<String> result = run(() -> {
                now.set(0, "body");
                await(d);
                return now.get(0);
            });
            assertThat(now).containsExactly("caller");
            now.set(0, "somebody else");
            d.callback(null);
            assertThat(now).containsExactly("somebody else");
            assertThat(successResultOf(result)).isEqualTo("body");
        } finally {
            Contexts.install(null);
        }
    }

    @Spec("MEM-004")
    @Test
    void aBodyThatIsOverIsForgottenWithItsArguments() throws Exception {
        Deferred<Void> d = new Deferred<>();
        WeakReference<Object> argument = start(d);
        d.callback(null);
        Garbage.assertCollected(argument);
        assertThat(d.isCalled()).isTrue();
    }

    private static WeakReference<Object> start(Deferred<Void> d) {
        Object argument = new Object();
        run(() -> {
            await(d);
            return argument.hashCode();
        });
        return new WeakReference<>(argument);
    }

    @Test
    void theInterruptFlagIsKept() {
        Deferred<Void> d = new Deferred<>();
        Deferred<Integer> result = run(() -> {
            await(d);
            return 1;
        });
        Thread.currentThread().interrupt();
        d.callback(null);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(successResultOf(result)).isEqualTo(1);
    }
}
