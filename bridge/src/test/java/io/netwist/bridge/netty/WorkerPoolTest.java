/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final NettyReactor reactor = NettyReactor.builder()
            .transport(NettyTransport.NIO)
            .installSignalHandlers(false)
            .create();

    @AfterEach
    void close() {
        reactor.close();
    }

    private long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(reactor + "-worker-"))
                .count();
    }

    @Test
    @Spec({"THR-003", "POO-001"})
    void workGivenBeforeTheReactorRunsWaitsForIt() throws Exception {
        Set<String> done = ConcurrentHashMap.newKeySet();
        reactor.callInThread(() -> done.add("early"));
        assertThat(workers()).isZero();
        Deferred<Boolean> after = reactor.deferToThread(() -> done.add("asked for later"));
        assertThat(done).isEmpty();
        assertThat(reactor.runUntil(after, LIMIT)).isTrue();
        assertThat(workers()).isPositive();
    }

    @Test
    @Spec("THR-003")
    void workOfAReactorThatNeverRunsIsNeverDone() {
        Set<String> done = ConcurrentHashMap.newKeySet();
        reactor.callInThread(() -> done.add("never"));
        reactor.close();
        assertThat(done).isEmpty();
        assertThat(workers()).isZero();
    }

    @Test
    @Spec({"POO-002", "POO-003", "THR-002"})
    void aFreeThreadTakesWorkThatWouldWaitBehindABlockedOne() throws Exception {
        reactor.suggestThreadPoolSize(1);
        CountDownLatch release = new CountDownLatch(1);
        Deferred<Boolean> blocked = reactor.deferToThread(() -> release.await(20, TimeUnit.SECONDS));
        Deferred<String> second = reactor.deferToThread(() -> "second");
        assertThatThrownBy(() -> reactor.runUntil(Deferreds.shield(Deferreds.fork(second)), Duration.ofMillis(20)))
                .isInstanceOf(Exception.class);
        reactor.suggestThreadPoolSize(2);
        assertThat(reactor.runUntil(second, LIMIT)).isEqualTo("second");
        release.countDown();
        assertThat(reactor.runUntil(blocked, LIMIT)).isTrue();
    }

    @Test
    @Spec({"POO-004", "THR-001", "THR-006"})
    void whatAnActionThrowsIsLoggedOnceAndItsThreadGoesOn() throws Exception {
        reactor.suggestThreadPoolSize(1);
        IOException thrown = new IOException("in the pool");
        List<String> order = new ArrayList<>();
        try (LogCapture log = LogCapture.of("io.netwist.bridge")) {
            reactor.callInThread(() -> {
                order.add("first of a list");
                throw thrown;
            });
            reactor.runUntil(reactor.deferToThread(() -> order.add("next")), LIMIT);
            assertThat(log.errors())
                    .singleElement()
                    .satisfies(event -> assertThat(LogCapture.thrown(event)).isSameAs(thrown));
        }
        assertThat(order).containsExactly("first of a list", "next");
        assertThat(workers()).isEqualTo(1);
    }

    @Test
    @Spec("POO-006")
    void thePoolForgetsTheWorkAndItsResult() throws Exception {
        WeakReference<Object> result =
                new WeakReference<>(reactor.runUntil(reactor.deferToThread(() -> new byte[100]), LIMIT));
        for (int i = 0; i < 100 && result.get() != null; i++) {
            System.gc();
        }
        assertThat(result.get()).isNull();
    }

    @Test
    @Spec({"POO-007", "POO-008", "THR-005"})
    void stoppingFinishesWhatWasAcceptedAndTakesNoMore() throws Exception {
        Set<String> done = ConcurrentHashMap.newKeySet();
        reactor.suggestThreadPoolSize(1);
        reactor.callWhenRunning(() -> {
            for (int i = 0; i < 100; i++) {
                String number = Integer.toString(i);
                reactor.callInThread(() -> done.add(number));
            }
            reactor.stop();
        });
        reactor.run();
        assertThat(done).hasSize(100);
        assertThat(workers()).isZero();
        List<Throwable> refused = new ArrayList<>();
        reactor.deferToThread(() -> "too late").handleFailure(failure -> refused.add(failure.value()));
        assertThat(refused).singleElement().isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> reactor.callInThread(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
