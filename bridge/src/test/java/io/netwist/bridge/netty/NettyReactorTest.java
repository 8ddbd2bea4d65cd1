/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorCore.Phase;
import io.netwist.bridge.ReactorCore.Trigger;
import io.netwist.bridge.error.ReactorAlreadyRunning;
import io.netwist.bridge.error.ReactorNotRestartable;
import io.netwist.bridge.error.ReactorNotRunning;
import io.netwist.bridge.process.Signals;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.WrongReactorThreadException;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.testing.TestClock;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The loop itself: running, stopping, events, time and the ways in from other threads. */
class NettyReactorTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<String> seen = new ArrayList<>();

    private static ReactorBuilder nio() {
        return NettyReactor.builder().transport(NettyTransport.NIO);
    }

    /** One that run() leaves after the first turn or so. */
    private NettyReactor stopping() {
        NettyReactor reactor = nio().installSignalHandlers(false).create();
        reactor.callWhenRunning(reactor::stop);
        return reactor;
    }

    @Test
    @Spec({"RCT-001", "RCT-002", "RCT-004", "RCT-006", "RCT-007", "RCT-018", "RCT-020"})
    void runsTheEventsOfItsLifeInOrder() {
        NettyReactor reactor = nio().installSignalHandlers(false).create();
        for (Phase phase : List.of(Phase.AFTER, Phase.DURING, Phase.BEFORE)) {
            for (String event : List.of("startup", "shutdown")) {
                reactor.addSystemEventTrigger(phase, event, () -> {
                    seen.add(phase + " " + event + " " + reactor.isRunning());
                    return null;
                });
            }
        }
        reactor.callWhenRunning(() -> {
            reactor.stop();
            seen.add("stop returned");
            assertThat(reactor.callWhenRunning(() -> seen.add("at once"))).isNull();
        });
        reactor.run();
        assertThat(seen)
                .containsExactly(
                        "BEFORE startup false",
                        "DURING startup true",
                        "AFTER startup true",
                        "stop returned",
                        "at once",
                        "BEFORE shutdown true",
                        "DURING shutdown false",
                        "AFTER shutdown false");
        assertThatThrownBy(reactor::run).isInstanceOf(ReactorNotRestartable.class);
        assertThatThrownBy(reactor::stop).isInstanceOf(ReactorNotRunning.class);
    }

    /** The signal goes to this very process, as an operator would send it; the handler is ours only while run() runs. */
    @Test
    @Spec({"RCT-040", "RCT-038"})
    void stopsAtASignalWhileItRuns() throws Exception {
        List<String> events = new ArrayList<>();
        try (NettyReactor reactor = NettyReactor.builder().create()) {
            reactor.addSystemEventTrigger(Phase.BEFORE, "shutdown", () -> {
                events.add("shutdown");
                return null;
            });
            reactor.callWhenRunning(() -> reactor.callInThread(() -> signal("TERM")));
            reactor.run();
            assertThat(events).containsExactly("shutdown");
        }
        CountDownLatch mine = new CountDownLatch(1);
        Signals.Subscription subscription = Signals.handle("TERM", mine::countDown);
        try (NettyReactor deaf = nio().installSignalHandlers(false).create()) {
            deaf.callWhenRunning(() -> deaf.callInThread(() -> {
                signal("TERM");
                mine.await();
                deaf.stop();
            }));
            deaf.run();
        } finally {
            subscription.close();
        }
    }

    private static void signal(String name) throws Exception {
        new ProcessBuilder(
                        "kill",
                        "-" + name,
                        Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
    }

    @Test
    @Spec({"RCT-003", "RCT-008", "RCT-009", "RCT-010", "RCT-011"})
    void waitsForTheDeferredsOfBeforeTriggersWhileTheLoopGoesOn() {
        NettyReactor reactor = nio().installSignalHandlers(false).create();
        try (LogCapture log = LogCapture.of("io.netwist.bridge")) {
            Deferred<String> starting = new Deferred<>();
            reactor.addSystemEventTrigger(Phase.BEFORE, "startup", () -> starting);
            reactor.callLater(Duration.ofMillis(1), () -> {
                seen.add("timer, running " + reactor.isRunning());
                starting.callback("started");
            });
            reactor.callWhenRunning(reactor::stop);
            Deferred<String> first = new Deferred<>();
            Deferred<String> second = new Deferred<>();
            reactor.addSystemEventTrigger(Phase.BEFORE, "shutdown", () -> first);
            reactor.addSystemEventTrigger(Phase.BEFORE, "shutdown", () -> {
                throw new IOException("trigger");
            });
            reactor.addSystemEventTrigger(Phase.BEFORE, "shutdown", () -> {
                first.callback("one");
                reactor.callLater(Duration.ofMillis(1), () -> {
                    seen.add("still running " + reactor.isRunning());
                    second.errback(new IOException("second"));
                });
                return second;
            });
            reactor.addSystemEventTrigger(Phase.DURING, "shutdown", () -> {
                seen.add("during");
                return new Deferred<>();
            });
            reactor.run();
            assertThat(seen).containsExactly("timer, running false", "still running true", "during");
            assertThat(log.errors())
                    .extracting(event -> LogCapture.thrown(event).getMessage())
                    .containsExactly("trigger", "second");
        }
    }

    @Test
    @Spec({"RCT-013", "RCT-014", "RCT-015", "RCT-016", "RCT-017"})
    void removesTriggers() {
        try (NettyReactor reactor = nio().create()) {
            Trigger[] later = new Trigger[1];
            Trigger ran = reactor.addSystemEventTrigger(Phase.BEFORE, "mine", () -> {
                seen.add("first");
                assertThat(reactor.removeSystemEventTrigger(later[0])).isTrue();
                return null;
            });
            later[0] = reactor.addSystemEventTrigger(Phase.BEFORE, "mine", () -> {
                seen.add("removed");
                return null;
            });
            reactor.addSystemEventTrigger(Phase.DURING, "mine", () -> {
                assertThat(reactor.removeSystemEventTrigger(ran)).isFalse();
                return null;
            });
            reactor.fireSystemEvent("mine");
            reactor.fireSystemEvent("mine");
            reactor.fireSystemEvent("unknown");
            assertThat(seen).containsExactly("first");
            assertThatThrownBy(() -> reactor.removeSystemEventTrigger(ran))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> reactor.removeSystemEventTrigger(new Trigger() {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Spec({"RCT-005", "RCT-020", "RCT-022", "RCT-038"})
    void refusesToRunInsideItself() {
        NettyReactor reactor = nio().installSignalHandlers(false).create();
        assertThatThrownBy(reactor::stop).isInstanceOf(ReactorNotRunning.class).hasMessageContaining("never started");
        reactor.callLater(Duration.ZERO, () -> {
            assertThatThrownBy(reactor::run).isInstanceOf(ReactorAlreadyRunning.class);
            assertThatThrownBy(() -> reactor.iterate(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> reactor.runUntil(new Deferred<>(), LIMIT))
                    .isInstanceOf(IllegalStateException.class);
            reactor.stop();
            assertThatThrownBy(reactor::stop).isInstanceOf(ReactorNotRunning.class);
            seen.add("done");
        });
        reactor.run();
        assertThat(seen).containsExactly("done");
    }

    @Test
    @Spec({"RCT-024", "RCT-025", "RCT-026", "RCT-027", "RCT-028", "RCT-030"})
    void boundsEachBatchSoThatNothingStarves() throws Exception {
        try (NettyReactor reactor = nio().create();
                LogCapture log = LogCapture.of("io.netwist.bridge")) {
            int[] spins = {0};
            reactor.callFromThread(new Action() {
                @Override
                public void run() {
                    spins[0]++;
                    reactor.callFromThread(this);
                }
            });
            reactor.callFromThread(() -> {
                throw new IOException("call");
            });
            reactor.callLater(Duration.ZERO, () -> {
                seen.add("timer");
                reactor.callLater(Duration.ZERO, () -> seen.add("next turn"));
                throw new IOException("timer");
            });
            assertThat(spins[0]).isZero();
            reactor.iterate(Duration.ofDays(1));
            assertThat(spins[0]).isEqualTo(1);
            assertThat(seen).containsExactly("timer");
            reactor.iterate(Duration.ofDays(1));
            assertThat(spins[0]).isEqualTo(2);
            assertThat(seen).containsExactly("timer", "next turn");
            assertThat(log.errors())
                    .extracting(event -> LogCapture.thrown(event).getMessage())
                    .containsExactly("call", "timer");
        }
    }

    @Test
    @Spec({"RCT-029", "RCT-031", "RCT-032", "RCT-033", "RCT-034", "RCT-035"})
    void keepsTimeByTheClockItIsGiven() {
        TestClock clock = new TestClock();
        try (NettyReactor reactor = nio().ticker(clock).create()) {
            DelayedCall moved = reactor.callLater(Duration.ofSeconds(1), () -> seen.add("moved"));
            reactor.callLater(Duration.ofSeconds(5), () -> seen.add("a"));
            reactor.callLater(Duration.ofSeconds(5), () -> seen.add("b"));
            DelayedCall cancelled = reactor.callLater(Duration.ofSeconds(5), () -> seen.add("never"));
            cancelled.cancel();
            moved.reset(Duration.ofSeconds(6));
            assertThat(reactor.getDelayedCalls()).hasSize(3).contains(moved).doesNotContain(cancelled);
            clock.advance(Duration.ofSeconds(5));
            reactor.iterate(Duration.ZERO);
            assertThat(seen).containsExactly("a", "b");
            clock.advance(Duration.ofSeconds(1));
            reactor.iterate(Duration.ZERO);
            assertThat(seen).containsExactly("a", "b", "moved");
            assertThat(moved.active()).isFalse();
            assertThatThrownBy(() -> reactor.callLater(Duration.ofSeconds(-1), () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("PT-1S");
            reactor.callLater(Duration.ofDays(100_000), () -> {});
            reactor.iterate(Duration.ZERO);
        }
    }

    @Test
    void runsUntilADeferredHasAResult() throws Exception {
        IOException thrown = new IOException("failed");
        try (NettyReactor reactor = nio().create()) {
            assertThat(reactor.runUntil(Deferred.succeed("now"), LIMIT)).isEqualTo("now");
            assertThat(reactor.runUntil(reactor.deferLater(Duration.ofMillis(2), () -> "later"), LIMIT))
                    .isEqualTo("later");
            assertThatThrownBy(() -> reactor.runUntil(Deferred.fail(thrown), LIMIT))
                    .isSameAs(thrown);
            assertThatThrownBy(() -> reactor.runUntil(new Deferred<>(), Duration.ofMillis(5)))
                    .isInstanceOf(DeferredTimeoutException.class);
            Deferred<String> dropped = reactor.deferLater(Duration.ofMillis(2), () -> "never");
            dropped.cancel();
            dropped.handleFailure(failure -> seen.add("cancelled"));
            assertThat(reactor.getDelayedCalls()).isEmpty();
            assertThat(seen).containsExactly("cancelled");
        }
    }

    @Test
    @Spec({"RCT-041", "RCT-042", "THR-002", "THR-004", "THR-005"})
    void movesBlockingCallsToItsPool() throws Exception {
        IOException thrown = new IOException("blocking");
        NettyReactor reactor = nio().create();
        try (reactor) {
            Deferred<Thread> early = reactor.deferToThread(Thread::currentThread);
            assertThat(reactor.runUntil(early, LIMIT)).isNotSameAs(Thread.currentThread());
            assertThatThrownBy(() -> reactor.runUntil(
                            reactor.deferToThread(() -> {
                                throw thrown;
                            }),
                            LIMIT))
                    .isSameAs(thrown);

            reactor.suggestThreadPoolSize(1);
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<String> interrupted = new CompletableFuture<>();
            Deferred<String> running = reactor.deferToThread(() -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.complete("interrupted");
                }
                return "too late";
            });
            Deferred<String> waiting = reactor.deferToThread(() -> String.valueOf(seen.add("never runs")));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            waiting.cancel();
            running.cancel();
            waiting.handleFailure(failure -> {});
            running.handleFailure(failure -> {});
            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
            reactor.runUntil(reactor.deferToThread(() -> "drained"), LIMIT);
            assertThatThrownBy(() -> reactor.suggestThreadPoolSize(0)).hasMessageContaining("size: 0");
        }
        assertThat(seen).isEmpty();
    }

    @Test
    @Spec({"RCT-042", "THR-007"})
    void answersOtherThreads() throws Exception {
        try (NettyReactor reactor = nio().start(r -> seen.add("setup " + r.inReactorThread()))) {
            assertThat(seen).containsExactly("setup true");
            assertThat(reactor.inReactorThread()).isFalse();
            assertThat(reactor.isRunning()).isTrue();
            assertThat(reactor.blockingCallFromThread(() -> reactor.deferLater(Duration.ofMillis(1), () -> "x")))
                    .isEqualTo("x");
            IOException thrown = new IOException("original");
            assertThatThrownBy(() -> reactor.blockingCallFromThread(() -> Deferred.fail(thrown)))
                    .isSameAs(thrown);
            assertThat(reactor.submit(() -> Deferred.succeed(5)).get(20, TimeUnit.SECONDS))
                    .isEqualTo(5);

            CompletableFuture<String> cancelled = new CompletableFuture<>();
            CompletableFuture<String> pending = reactor.submit(() -> new Deferred<>(self -> cancelled.complete("yes")));
            reactor.submit(() -> Deferred.succeed("begun")).get(20, TimeUnit.SECONDS);
            pending.cancel(true);
            assertThat(cancelled.get(20, TimeUnit.SECONDS)).isEqualTo("yes");

            CompletableFuture<String> unanswered = reactor.submit(Deferred::new);
            reactor.blockingCallFromThread(() -> {
                assertThatThrownBy(() -> reactor.blockingCallFromThread(Deferred::new))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("wait for itself");
                return Deferred.succeed(null);
            });
            reactor.stop();
            assertThatThrownBy(() -> unanswered.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("has stopped");
        }
    }

    @Test
    void asksAnotherReactor() throws Exception {
        try (NettyReactor other = nio().start(r -> {});
                NettyReactor reactor = nio().create()) {
            Thread[] asked = new Thread[1];
            Deferred<String> answer = other.ask(() -> {
                asked[0] = Thread.currentThread();
                return Deferred.succeed("answer");
            });
            Thread[] answered = new Thread[1];
            answer.onSuccess(value -> answered[0] = Thread.currentThread());
            assertThat(reactor.runUntil(answer, LIMIT)).isEqualTo("answer");
            assertThat(answered[0]).isSameAs(Thread.currentThread());
            assertThat(asked[0]).isNotSameAs(Thread.currentThread());

            CompletableFuture<String> cancelled = new CompletableFuture<>();
            Deferred<String> dropped = other.ask(() -> new Deferred<>(self -> cancelled.complete("cancelled there")));
            other.blockingCallFromThread(() -> Deferred.succeed("begun"));
            dropped.cancel();
            dropped.handleFailure(failure -> {});
            assertThat(cancelled.get(20, TimeUnit.SECONDS)).isEqualTo("cancelled there");
        }
    }

    @Test
    void refusesOtherThreadsAndNamesTheCallToUse() throws Exception {
        try (NettyReactor reactor = nio().name("main-reactor").start(r -> {})) {
            assertThatThrownBy(() -> reactor.callLater(Duration.ZERO, () -> {}))
                    .isInstanceOf(WrongReactorThreadException.class)
                    .hasMessageContaining(Thread.currentThread().getName())
                    .hasMessageContaining("main-reactor")
                    .hasMessageContaining("callFromThread");
            assertThatThrownBy(() -> reactor.listenTCP(0, peer -> null))
                    .isInstanceOf(WrongReactorThreadException.class);
            assertThatThrownBy(() -> reactor.connectTCP("127.0.0.1", 1, peer -> null))
                    .isInstanceOf(WrongReactorThreadException.class);
            assertThatThrownBy(() -> reactor.iterate(Duration.ZERO)).isInstanceOf(WrongReactorThreadException.class);
            assertThatThrownBy(reactor::run).isInstanceOf(WrongReactorThreadException.class);
        }
    }

    @Test
    void throwsWhatSetupThrewAndLeavesNothing() {
        IOException thrown = new IOException("setup");
        Reactor[] made = new Reactor[1];
        assertThatThrownBy(() -> nio().start(reactor -> {
                    made[0] = reactor;
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(made[0].isRunning()).isFalse();
    }

    @Test
    @Spec({"REA-001", "REA-002", "REA-003", "REA-004"})
    void reacts() {
        assertThat(NettyReactor.react(reactor -> Deferred.succeed("at once"))).isZero();
        assertThat(NettyReactor.react(reactor -> reactor.deferLater(Duration.ofMillis(1), () -> "later")))
                .isZero();
        try (LogCapture log = LogCapture.of("io.netwist.bridge")) {
            assertThat(NettyReactor.react(reactor -> Deferred.fail(new IOException("main"))))
                    .isEqualTo(1);
            assertThat(NettyReactor.react(reactor -> {
                        throw new IOException("sync");
                    }))
                    .isEqualTo(1);
            assertThat(log.errors()).hasSize(2);
        }
        assertThat(NettyReactor.react(reactor -> {
                    reactor.stop();
                    return new Deferred<>();
                }))
                .isZero();
    }

    @Test
    void canBeMadeAndStoppedAnyNumberOfTimes() {
        int threads = Thread.activeCount();
        for (int i = 0; i < 200; i++) {
            NettyReactor reactor = stopping();
            reactor.listenTCP(0, peer -> null, Loopback.LOCAL);
            reactor.run();
        }
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
    }

    @Test
    void warnsOfACallbackThatBlocksTheLoop() throws Exception {
        CountDownLatch warned = new CountDownLatch(1);
        try (LogCapture log = LogCapture.of("io.netwist.bridge.netty.Watchdog", message -> warned.countDown());
                NettyReactor reactor =
                        nio().blockedAfter(Duration.ofMillis(1)).name("blocked").start(r -> {})) {
            assertThat(reactor.<Boolean>blockingCallFromThread(
                            () -> Deferred.succeed(warned.await(20, TimeUnit.SECONDS))))
                    .isTrue();
            assertThat(log.messages().get(0))
                    .startsWith("blocked has been blocked")
                    .contains("NettyReactorTest");
        }
    }

    @Test
    void closesOneThatNeverRanWithoutStartingIt() {
        NettyReactor reactor = nio().create();
        reactor.callWhenRunning(() -> seen.add("started"));
        reactor.addSystemEventTrigger(Phase.AFTER, "shutdown", () -> {
            seen.add("shut down");
            return null;
        });
        reactor.close();
        reactor.close();
        assertThat(seen).containsExactly("shut down");
    }

    @Test
    void namesATransportThatIsNotAvailable() {
        if (NettyTransport.KQUEUE.unavailabilityCause() != null) {
            assertThatThrownBy(() -> NettyReactor.builder()
                            .transport(NettyTransport.KQUEUE)
                            .create())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("transport: KQUEUE");
        }
        assertThat(NettyTransport.AUTO.resolve()).isNotIn(NettyTransport.AUTO, NettyTransport.IO_URING);
    }
}
