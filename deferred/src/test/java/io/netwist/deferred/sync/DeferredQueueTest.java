/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

import static io.netwist.deferred.testing.DeferredResults.assertNoResult;
import static io.netwist.deferred.testing.DeferredResults.failureResultOf;
import static io.netwist.deferred.testing.DeferredResults.successResultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.SmallStack;
import io.netwist.deferred.testing.Spec;
import org.junit.jupiter.api.Test;

class DeferredQueueTest {
    @Spec("QUE-001")
    @Test
    void itemsWaitForTakersAndTakersForItems() {
        DeferredQueue<String> queue = new DeferredQueue<>();
        queue.put("a");
        queue.put(null);
        assertThat(successResultOf(queue.get())).isEqualTo("a");
        assertThat(successResultOf(queue.get())).isNull();
        Deferred<String> first = queue.get();
        Deferred<String> second = queue.get();
        queue.put("b");
        assertThat(successResultOf(first)).isEqualTo("b");
        assertNoResult(second);
        assertThat(queue.pending()).isEqualTo(1);
        queue.put("c");
        queue.put("d");
        assertThat(queue.size()).isEqualTo(1);
        assertThat(successResultOf(second)).isEqualTo("c");
    }

    @Spec({"QUE-002", "QUE-003"})
    @Test
    void boundsAreKept() {
        DeferredQueue<String> direct = DeferredQueue.bounded(0, 1);
        assertThatThrownBy(() -> direct.put("x")).isInstanceOf(QueueOverflow.class);
        Deferred<String> taker = direct.get();
        assertThatThrownBy(() -> assertNoResult(direct.get())).isInstanceOf(QueueUnderflow.class);
        direct.put("x");
        assertThat(successResultOf(taker)).isEqualTo("x");
        assertThatThrownBy(() -> DeferredQueue.bounded(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Spec("QUE-004")
    @Test
    void aTakerWhoIsCancelledLeavesTheLine() {
        DeferredQueue<String> queue = new DeferredQueue<>();
        Deferred<String> quits = queue.get();
        Deferred<String> stays = queue.get();
        quits.cancel();
        failureResultOf(quits, CancelledException.class);
        queue.put("x");
        stays.cancel();
        assertThat(successResultOf(stays)).isEqualTo("x");
    }

    @Spec("LCK-009")
    @Test
    void aHundredThousandTakersWhoPutInTurnNeedNoStack() throws Exception {
        SmallStack.run(() -> {
            DeferredQueue<Integer> queue = new DeferredQueue<>();
            for (int i = 0; i < 100_000; i++) {
                queue.get().onSuccess(x -> queue.put(x + 1));
            }
            queue.put(0);
            assertThat(successResultOf(queue.get())).isEqualTo(100_000);
        });
    }
}
