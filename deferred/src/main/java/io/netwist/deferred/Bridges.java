/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Deferreds to the futures of others and back. */
final class Bridges {
    private Bridges() {}

    static <T extends @Nullable Object> CompletableFuture<T> toCompletableFuture(Deferred<T> deferred) {
        CompletableFuture<T> future = new CompletableFuture<>();
        var unused = future.whenComplete((value, thrown) -> {
            if (future.isCancelled()) {
                onOwner(deferred, deferred::cancel);
            }
        });
        deferred.consume(future::complete, failure -> future.completeExceptionally(failure.value()));
        return future;
    }

    /** Runs work on the thread that a Deferred belongs to: at once if that is the caller's. */
    private static void onOwner(Deferred<?> deferred, Runnable work) {
        Thread owner = deferred.owner;
        Executor executor = owner == ReactorThread.current() ? null : ReactorThread.executorOf(owner);
        if (executor == null) {
            work.run();
        } else {
            executor.execute(work);
        }
    }
}
