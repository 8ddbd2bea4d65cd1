/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.Reactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.WrongReactorThreadException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Deferreds of one reactor that other threads wait for. */
@SuppressWarnings("CollectionUndefinedEquality") // identity is what is meant
final class Submissions {

    /** Not completed yet; all are failed when the reactor stops, for nobody would complete them then. */
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

    private volatile @Nullable String stopped;

    <T extends @Nullable Object> CompletableFuture<T> submit(Reactor reactor, Callable<? extends Deferred<T>> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        open.add(future);
        reactor.callFromThread(() -> begin(reactor, call, future));
        if (stopped != null) {
            failAll(Objects.requireNonNull(stopped));
        }
        return future;
    }

    private <T extends @Nullable Object> void begin(
            Reactor reactor, Callable<? extends Deferred<T>> call, CompletableFuture<T> future) {
        if (future.isDone()) {
            open.remove(future);
            return;
        }
        Deferred<T> deferred = called(call);
        try {
            deferred.consume(value -> complete(future, value), failure -> fail(future, failure.value()));
        } catch (WrongReactorThreadException e) {
            // Another reactor's Deferred; whoever waits must not wait for ever.
            fail(future, e);
            return;
        }
        future.whenComplete((value, error) -> {
            if (future.isCancelled()) {
                open.remove(future);
                reactor.callFromThread(deferred::cancel);
            }
        });
    }

    private <T extends @Nullable Object> void complete(CompletableFuture<T> future, T value) {
        open.remove(future);
        future.complete(value);
    }

    private void fail(CompletableFuture<?> future, Throwable why) {
        open.remove(future);
        future.completeExceptionally(why);
    }

    static <T extends @Nullable Object> Deferred<T> called(Callable<? extends Deferred<T>> call) {
        try {
            return Objects.requireNonNull(call.call(), "the call returned null (expected: a Deferred)");
        } catch (Throwable e) {
            return Deferred.fail(e);
        }
    }

    /** Moves a result from the reactor asked to the one that asks; both ends stay on their own threads. */
    <T extends @Nullable Object> Deferred<T> ask(Reactor asked, Executor caller, Callable<? extends Deferred<T>> call) {
        CompletableFuture<T> future = submit(asked, call);
        Deferred<T> answer = new Deferred<>(self -> future.cancel(false));
        future.whenComplete((value, error) -> caller.execute(() -> {
            if (!future.isCancelled()) {
                if (error == null) {
                    answer.callback(value);
                } else {
                    answer.errback(Failure.of(error));
                }
            }
        }));
        return answer;
    }

    void failAll(String why) {
        stopped = why;
        for (CompletableFuture<?> each : open) {
            each.completeExceptionally(new IllegalStateException(why + "; the call was not answered"));
        }
        open.clear();
    }

    /** The value, or the very exception that the Deferred failed with. */
    static <T extends @Nullable Object> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof Exception exception ? exception : e;
        }
    }
}
