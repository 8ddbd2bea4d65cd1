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

/** Firing and the chain of callbacks. */
class DeferredTest {
    private final List<Object> log = new ArrayList<>();

    @Spec("DEF-001")
    @Test
    void aNewOneHasNothingAndRunsNothing() {
        Deferred<String> d = new Deferred<>();
        d.onFired(log::add);
        assertThat(d.isCalled()).isFalse();
        assertThat(d.isPaused()).isFalse();
        assertThat(d.hasResult()).isFalse();
        assertThat(log).isEmpty();
    }

    @Spec("DEF-002")
    @Test
    void callbacksRunInOrderBeforeTheFiringCallReturns() {
        Deferred<Integer> d = new Deferred<>();
        Deferred<String> text =
                d.addCallback(x -> x + 1).addCallback(x -> x * 10).addCallback(x -> "=" + x);
        d.callback(1);
        assertThat(successResultOf(text)).isEqualTo("=20");
    }

    @Spec({"DEF-003", "DEF-006"})
    @Test
    void anErrorGoesPastCallbacksToTheNextErrback() {
        IOException thrown = new IOException();
        Deferred<String> d = new Deferred<>();
        d.onSuccess(log::add).addErrback(f -> {
            log.add(f.value());
            throw f.value();
        });
        d.errback(thrown);
        d.addErrback(f -> {
            log.add(f.value());
            return "ok";
        });
        assertThat(log).containsExactly(thrown, thrown);
        assertThat(successResultOf(d)).isEqualTo("ok");
    }

    @Spec("DEF-005")
    @Test
    void propagateKeepsTheVeryFailure() {
        Failure failure = Failure.of(new IOException());
        Deferred<String> d = new Deferred<>();
        d.addErrback(f -> {
            throw f.propagate();
        });
        d.errback(failure);
        assertThat(failureResultOf(d)).isSameAs(failure);
    }

    @Spec({"DEF-012", "DEF-013"})
    @Test
    void stagesAddedByARunningCallbackWaitForItsEnd() {
        Deferred<String> d = Deferred.succeed("a");
        d.onSuccess(a -> {
            d.onSuccess(b -> log.add("later " + b));
            log.add("first " + a);
        });
        assertThat(log).containsExactly("first a", "later a");
    }

    @Spec({"DEF-016", "DEF-017"})
    @Test
    void aSecondFiringThrows() {
        Deferred<String> d = new Deferred<>();
        d.onSuccess(x -> d.callback("again"));
        d.callback("once");
        assertThatThrownBy(() -> d.errback(new IOException())).isInstanceOf(AlreadyCalledException.class);
        assertThat(failureResultOf(d, AlreadyCalledException.class)).isNotNull();
    }

    @Spec({"CHN-001", "CHN-002", "CHN-004"})
    @Test
    void waitsForAReturnedDeferredAndEmptiesIt() {
        Deferred<String> inner = new Deferred<>();
        Deferred<Integer> outer =
                Deferred.succeed("x").addCallbackDeferring(x -> inner).addCallback(String::length);
        inner.onSuccess(x -> log.add("late stage of inner gets " + x));
        assertNoResult(outer);
        inner.callback("four");
        assertThat(successResultOf(outer)).isEqualTo(4);
        assertThat(log).containsExactly("late stage of inner gets null");
    }

    @Spec("DEF-022")
    @Test
    void aDeferredReturnedFromAPlainCallbackFailsTheChain() {
        Deferred<Object> d = Deferred.succeed("x").addCallback(x -> new Deferred<>());
        assertThat(failureResultOf(d, IllegalStateException.class)).hasMessageContaining("addCallbackDeferring");
    }

    @Spec({"CAN-001", "CAN-002"})
    @Test
    void cancelWithoutACancellerDropsOneLateResult() {
        Deferred<String> d = new Deferred<>();
        d.cancel();
        d.callback("late");
        assertThat(failureResultOf(d, CancelledException.class)).isNotNull();
        assertThatThrownBy(() -> d.callback("later")).isInstanceOf(AlreadyCalledException.class);
    }

    @Spec("CAN-011")
    @Test
    void aCancellerThatThrowsIsSuppressed() {
        IOException thrown = new IOException("canceller");
        Deferred<String> d = new Deferred<>(self -> {
            throw thrown;
        });
        assertThatCode(d::cancel).doesNotThrowAnyException();
        assertThat(failureResultOf(d, CancelledException.class)).hasSuppressedException(thrown);
    }

    @Test
    void gatherGivesValuesInOrderOrTheFirstFailureItself() {
        Deferred<String> a = new Deferred<>();
        Deferred<String> b = new Deferred<>();
        Deferred<List<String>> all = Deferreds.gather(List.of(a, b));
        b.callback("b");
        assertNoResult(all);
        a.callback("a");
        assertThat(successResultOf(all)).containsExactly("a", "b");

        IOException thrown = new IOException();
        Deferred<List<String>> failing =
                Deferreds.gather(List.of(new Deferred<String>(), Deferred.<String>fail(thrown)));
        assertThat(failureResultOf(failing, IOException.class)).isSameAs(thrown);
    }

    @Test
    void aForeignThreadIsRefusedAndAReactorAdopts() throws Exception {
        Deferred<String> d = new Deferred<>();
        List<Throwable> seen = new ArrayList<>();
        Thread plain = new Thread(() -> {
            try {
                d.callback("x");
            } catch (Throwable thrown) {
                seen.add(thrown);
            }
        });
        plain.start();
        plain.join();
        assertThat(seen).singleElement().isInstanceOf(WrongReactorThreadException.class);

        Thread reactor = new Thread(() -> d.callback("y"));
        ReactorThread claim = ReactorThread.claim(reactor, Runnable::run, "r1");
        reactor.start();
        reactor.join();
        assertThatThrownBy(d::cancel)
                .isInstanceOf(WrongReactorThreadException.class)
                .hasMessageContaining("(reactor r1)")
                .hasMessageContaining("callFromThread");
        claim.release();
    }

    @Spec("DEF-020")
    @Test
    void aMillionCallbacksNeedNoStack() throws Exception {
        SmallStack.run(() -> {
            Deferred<Integer> d = new Deferred<>();
            for (int i = 0; i < 1_000_000; i++) {
                d = d.addCallback(x -> x + 1);
            }
            d.callback(0);
            assertThat(successResultOf(d)).isEqualTo(1_000_000);
        });
    }

    @Spec("CHN-015")
    @Test
    void aMillionDeferredsEachReturnedByTheOneBeforeNeedNoStack() throws Exception {
        SmallStack.run(() -> {
            Deferred<Integer> innermost = new Deferred<>();
            Deferred<Integer> last = innermost;
            for (int i = 0; i < 1_000_000; i++) {
                Deferred<Integer> inner = last;
                last = Deferred.succeed(0).addCallbackDeferring(x -> inner);
            }
            Deferred<Integer> outermost = last;
            innermost.callback(7);
            assertThat(successResultOf(outermost)).isEqualTo(7);
        });
    }

    @Spec({"DEF-004", "DEF-007"})
    @Test
    void whatACallbackThrowsIsForLaterStagesOnly() {
        Error thrown = new Error("any throwable");
        Deferred<String> d = Deferred.succeed("x");
        Deferred<String> end = d.addCallbacks(
                        x -> {
                            throw thrown;
                        },
                        failure -> "errback of the same stage")
                .addErrback(failure -> {
                    log.add(failure.value());
                    return "later";
                });
        assertThat(successResultOf(end)).isEqualTo("later");
        assertThat(log).containsExactly(thrown);
    }

    @Spec("DEF-008")
    @Test
    void whatIsNotForAStagePassesAsTheSameObject() {
        Object value = new Object();
        Deferred<Object> d = Deferred.succeed(value);
        d.addErrback(failure -> "never").handleFailure(failure -> log.add("never"));
        assertThat(successResultOf(d)).isSameAs(value);
        Failure failure = Failure.of(new IOException());
        Deferred<Object> failed = Deferred.fail(failure);
        failed.onSuccess(log::add);
        assertThat(failureResultOf(failed)).isSameAs(failure);
        assertThat(log).isEmpty();
    }

    @Spec("DEF-009")
    @Test
    void addBothIsGivenTheOutcomeWhateverItIs() {
        Deferred<String> good = Deferred.succeed("v");
        Deferred<String> bad = Deferred.fail(new IOException("e"));
        Deferred<String> goodText = good.addBoth(o -> o.isSuccess() + o.value());
        Deferred<String> badText = bad.addBoth(o -> o.isSuccess() + o.failure().getErrorMessage());
        assertThat(successResultOf(goodText)).isEqualTo("truev");
        assertThat(successResultOf(badText)).isEqualTo("falsee");
    }

    @Spec("DEF-011")
    @Test
    void everyAddMethodReturnsTheDeferredItself() {
        Deferred<String> d = new Deferred<>();
        TestClock clock = new TestClock();
        assertThat((Object) d.addCallback(x -> x)).isSameAs(d);
        assertThat(d.addErrback(f -> "")).isSameAs(d);
        assertThat(d.addErrback(IOException.class, f -> "")).isSameAs(d);
        assertThat((Object) d.addCallbacks(x -> x, f -> "")).isSameAs(d);
        assertThat((Object) d.addBoth(o -> "")).isSameAs(d);
        assertThat((Object) d.addCallbackDeferring(x -> Deferred.succeed(x))).isSameAs(d);
        assertThat(d.addErrbackDeferring(f -> Deferred.succeed(""))).isSameAs(d);
        assertThat((Object) d.addBothDeferring(o -> Deferred.succeed(""))).isSameAs(d);
        assertThat(d.handleFailure(f -> {})).isSameAs(d);
        assertThat(d.onSuccess(x -> {}).onFailure(f -> {}).onFired(o -> {})).isSameAs(d);
        assertThat(d.addTimeout(Duration.ofSeconds(1), clock)).isSameAs(d);
        assertThat((Object) d.consume(x -> {}, f -> {})).isSameAs(d);
    }

    @Spec("DEF-014")
    @Test
    void whatAStageAddedMeanwhileThrowsFailsTheChain() {
        Deferred<String> d = new Deferred<>();
        d.onSuccess(x -> d.onSuccess(y -> {
            throw new IOException();
        }));
        d.callback("x");
        failureResultOf(d, IOException.class);
    }

    @Spec("DEF-015")
    @Test
    void firingAnotherWithinACallbackRunsThatOneFirst() {
        Deferred<String> other = new Deferred<>();
        other.onSuccess(log::add);
        Deferred<String> d = Deferred.succeed("x");
        d.onSuccess(x -> {
            other.callback("inner");
            log.add("outer");
        });
        assertThat(log).containsExactly("inner", "outer");
    }

    @Spec({"DEF-018", "HLP-002"})
    @Test
    void aFailureAsValueFailsUnlessSaidToBeAValue() {
        Failure failure = Failure.of(new IOException());
        Deferred<Object> d = new Deferred<>();
        d.callback(failure);
        assertThat(failureResultOf(d)).isSameAs(failure);
        assertThat(failureResultOf(Deferred.succeed((Object) failure))).isSameAs(failure);
        assertThat(failureResultOf(Deferred.succeed("x").addCallback(x -> (Object) failure)))
                .isSameAs(failure);

        Deferred<Failure> value = new Deferred<>();
        value.onSuccess(log::add).onFired(o -> log.add(o.isSuccess()));
        value.callbackValue(failure);
        assertThat(log).containsExactly(failure, true);
        assertThat(successResultOf(value.addCallback(Failure::value))).isSameAs(failure.value());
    }

    @Spec({"DEF-019", "HLP-002"})
    @Test
    void aDeferredAsValueIsRefused() {
        assertThatThrownBy(() -> new Deferred<Object>().callback(new Deferred<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chainDeferred");
        assertThatThrownBy(() -> Deferred.succeed((Object) new Deferred<>()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Spec("DEF-021")
    @Test
    void theTextShowsResultOrWhatItWaitsForAndNeverThrows() {
        Deferred<Object> d = new Deferred<>();
        assertThat(d.toString()).matches("Deferred@\\p{XDigit}+");
        Deferred<Object> inner = new Deferred<>();
        Deferred<Object> waiting = d.addCallbackDeferring(x -> inner);
        d.callback("x");
        assertThat(waiting.toString()).contains("waiting for Deferred@");
        inner.callback(new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("hostile");
            }
        });
        assertThat(waiting.toString()).contains("toString failed");
    }

    @Spec("DEF-004")
    @Test
    void anErrorOfTheVirtualMachineIsAlsoThrownToWhoFired() {
        OutOfMemoryError error = new OutOfMemoryError("pretended");
        Deferred<String> d = new Deferred<>();
        d.onSuccess(x -> {
            throw error;
        });
        assertThatThrownBy(() -> d.callback("x")).isSameAs(error);
        assertThat(failureResultOf(d, OutOfMemoryError.class)).isSameAs(error);
    }

    @Test
    void anInterruptIsNotLost() {
        Deferred<String> d = Deferred.succeed("x");
        d.onSuccess(x -> {
            throw new InterruptedException();
        });
        assertThat(Thread.interrupted()).isTrue();
        failureResultOf(d, InterruptedException.class);
    }

    @Test
    void typedHandlersAreCatchClauses() {
        Deferred<String> d = Deferred.fail(new IOException("io"));
        d.addErrback(IllegalStateException.class, e -> "wrong").handleFailure(Error.class, e -> log.add("wrong"));
        assertThat(successResultOf(d.addErrback(IOException.class, Throwable::getMessage)))
                .isEqualTo("io");
        Deferred<String> handled = Deferred.fail(new IOException());
        assertThat(successResultOf(handled.handleFailure(IOException.class, log::add)))
                .isNull();
        assertThat(log).hasSize(1);
    }

    @Test
    void onFailureLooksOnOnly() {
        Deferred<String> d = Deferred.fail(new IOException());
        d.onFailure(f -> log.add("seen"));
        failureResultOf(d, IOException.class);
        assertThat(log).containsExactly("seen");
    }
}
