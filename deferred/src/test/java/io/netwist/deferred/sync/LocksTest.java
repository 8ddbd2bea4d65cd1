/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Coroutines;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.SmallStack;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocksTest {
    private final DeferredLock lock = new DeferredLock();
    private final List<Object> log = new ArrayList<>();

    @Spec({"LCK-001", "LCK-002"})
    @Test
    void handsOverToWhoHasWaitedLongest() {
        assertThat(successResultOf(lock.acquire())).isSameAs(lock);
        assertThat(lock.locked()).isTrue();
        Deferred<DeferredLock> first = lock.acquire();
        Deferred<DeferredLock> second = lock.acquire();
        first.onSuccess(l -> log.add("first, locked " + l.locked()));
        lock.release();
        assertThat(log).containsExactly("first, locked true");
        assertNoResult(second);
        lock.release();
        successResultOf(second);
        lock.release();
        assertThat(lock.locked()).isFalse();
    }

    @Spec({"LCK-003", "SEM-001", "SEM-003"})
    @Test
    void misuseIsRefused() {
        assertThatThrownBy(lock::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new DeferredSemaphore(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DeferredSemaphore(2).release()).isInstanceOf(IllegalStateException.class);
    }

    @Spec("LCK-004")
    @Test
    void whoIsCancelledLeavesTheLine() {
        Deferred<DeferredLock> held = lock.acquire();
        Deferred<DeferredLock> quits = lock.acquire();
        Deferred<DeferredLock> next = lock.acquire();
        quits.cancel();
        failureResultOf(quits, CancelledException.class);
        held.cancel();
        lock.release();
        successResultOf(next);
        assertThat(lock.locked()).isTrue();
    }

    @Spec({"LCK-005", "LCK-006"})
    @Test
    void runReleasesBeforeTheCallersStages() {
        Deferred<String> inner = new Deferred<>();
        Deferred<String> one = lock.runDeferring(() -> inner);
        Deferred<String> two = lock.run(() -> {
            log.add("two runs");
            return "two";
        });
        one.onSuccess(x -> log.add("stage of one"));
        inner.callback("one");
        assertThat(log).containsExactly("two runs", "stage of one");
        assertThat(successResultOf(two)).isEqualTo("two");
        failureResultOf(
                lock.run(() -> {
                    throw new IOException();
                }),
                IOException.class);
        assertThat(lock.locked()).isFalse();
    }

    @Spec("LCK-007")
    @Test
    void cancellingARun() {
        Deferred<String> inner = new Deferred<>();
        Deferred<String> running = lock.runDeferring(() -> inner);
        Deferred<Boolean> queued = lock.run(() -> log.add("never"));
        queued.cancel();
        failureResultOf(queued, CancelledException.class);
        running.cancel();
        failureResultOf(running, CancelledException.class);
        assertThat(log).isEmpty();
        assertThat(lock.locked()).isFalse();
    }

    @Spec("LCK-008")
    @Test
    void aPermitIsForTryWithResources() {
        Deferred<Void> inside = new Deferred<>();
        Deferred<Void> done = Coroutines.run(() -> {
            try (Permit permit = Coroutines.await(lock.acquirePermit())) {
                assertThat(permit).isNotNull();
                Coroutines.await(inside);
                throw new IOException();
            }
        });
        assertThat(lock.locked()).isTrue();
        inside.callback(null);
        failureResultOf(done, IOException.class);
        assertThat(lock.locked()).isFalse();
    }

    @Spec({"LCK-009", "SEM-004"})
    @Test
    void aHundredThousandWhoReleaseInTurnNeedNoStack() throws Exception {
        SmallStack.run(() -> {
            DeferredLock held = new DeferredLock();
            DeferredSemaphore semaphore = new DeferredSemaphore(1);
            successResultOf(held.acquire());
            successResultOf(semaphore.acquire());
            int[] count = new int[1];
            for (int i = 0; i < 100_000; i++) {
                held.acquire().onSuccess(DeferredLock::release).onSuccess(l -> count[0]++);
                held.run(() -> count[0]++).onSuccess(x -> {});
                semaphore.acquire().onSuccess(DeferredSemaphore::release).onSuccess(s -> count[0]++);
            }
            held.release();
            semaphore.release();
            assertThat(count[0]).isEqualTo(300_000);
            assertThat(held.locked()).isFalse();
        });
    }

    @Spec({"SEM-002", "SEM-003"})
    @Test
    void aSemaphoreCounts() {
        DeferredSemaphore semaphore = new DeferredSemaphore(2);
        successResultOf(semaphore.acquire());
        successResultOf(semaphore.acquire());
        Deferred<DeferredSemaphore> third = semaphore.acquire();
        assertNoResult(third);
        assertThat(semaphore.tokens()).isZero();
        semaphore.release();
        assertThat(successResultOf(third)).isSameAs(semaphore);
        assertThat(semaphore.tokens()).isZero();
        semaphore.release();
        assertThat(semaphore.tokens()).isEqualTo(1);
        assertThat(semaphore.limit()).isEqualTo(2);
    }
}
