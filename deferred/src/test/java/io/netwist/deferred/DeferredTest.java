/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.testing.Spec;
import java.io.IOException;
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
}
