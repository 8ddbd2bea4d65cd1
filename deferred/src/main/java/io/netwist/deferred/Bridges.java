/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Deferreds to the futures of others and back. */
final class Bridges {
    /*
     * A future reports on whatever thread it likes, and is cancelled on whatever thread somebody likes; a Deferred is
     * touched on its owner's thread only. So every report and every request goes through the owner's executor, unless it
     * comes from the owner's thread already.
     */
    private Bridges() {}

    static <T extends @Nullable Object> CompletableFuture<T> toCompletableFuture(Deferred<T> deferred) {
        CompletableFuture<T> future = new CompletableFuture<>();
        var unused = future.whenComplete((value, thrown) -> {
            if (future.isCancelled()) {
                cancelOnOwner(deferred);
            }
        });
        deferred.consume(future::complete, failure -> future.completeExceptionally(failure.value()));
        return future;
    }

    static <T extends @Nullable Object> Promise<T> toPromise(Deferred<T> deferred, EventExecutor executor) {
        Promise<T> promise = executor.newPromise();
        promise.addListener(done -> {
            if (promise.isCancelled()) {
                cancelOnOwner(deferred);
            }
        });
        deferred.consume(promise::trySuccess, failure -> promise.tryFailure(failure.value()));
        return promise;
    }

    private static void cancelOnOwner(Deferred<?> deferred) {
        Executor executor = executorFor(deferred);
        if (executor == null) {
            deferred.cancel();
        } else {
            executor.execute(deferred::cancel);
        }
    }

    /** What runs things on the thread of a Deferred; null when the caller is on it, or there is no such thing. */
    private static @Nullable Executor executorFor(Deferred<?> deferred) {
        Thread owner = deferred.owner;
        return owner == ReactorThread.current() ? null : ReactorThread.executorOf(owner);
    }

    static <T extends @Nullable Object> Deferred<T> from(CompletionStage<? extends T> stage, Executor owner) {
        Objects.requireNonNull(owner, "owner");
        CompletableFuture<? extends T> future = stage.toCompletableFuture();
        Deferred<T> deferred = new Deferred<>((Chain.Patient) self -> future.cancel(true));
        var unused = future.whenComplete((value, thrown) ->
                hop(owner, () -> report(deferred, value, thrown == null ? null : unwrap(thrown))));
        return deferred;
    }

    static <T extends @Nullable Object> Deferred<T> from(Future<? extends T> future) {
        Deferred<T> deferred = new Deferred<>((Chain.Patient) self -> future.cancel(true));
        future.addListener(done -> {
            Executor executor = executorFor(deferred);
            Runnable report = () -> report(deferred, future.getNow(), future.cause());
            if (executor == null) {
                report.run();
            } else {
                hop(executor, report);
            }
        });
        return deferred;
    }

    private static void hop(Executor executor, Runnable report) {
        try {
            executor.execute(report);
        } catch (RejectedExecutionException over) {
            Debug.LOG.warn("a future reported to a reactor that is over; its Deferred will not fire", over);
        }
    }

    private static void report(Deferred<?> deferred, @Nullable Object value, @Nullable Throwable thrown) {
        // Who holds the Deferred may have fired it: a future then reports in vain.
        if (!deferred.isCalled()) {
            Object result = value instanceof Failure failure ? new FailureValue(failure) : value;
            Chain.fire(deferred, thrown == null ? Stage.plain(result) : Failure.of(thrown), "a future's report");
        }
    }

    /** What foreign code wraps around an exception is taken off here and nowhere else. */
    private static Throwable unwrap(Throwable thrown) {
        Throwable inner = thrown;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    static <T> Deferred<List<T>> collect(Flow.Publisher<? extends T> publisher, Executor owner, int limit) {
        Collector<T> collector = new Collector<>(Objects.requireNonNull(owner, "owner"), limit);
        publisher.subscribe(collector);
        return collector.all;
    }

    /** Hops for every signal: the list and the subscription are touched on the owner's thread only. */
    private static final class Collector<T> implements Flow.Subscriber<T> {
        private final Executor owner;
        private final int limit;
        private final List<T> items = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;
        final Deferred<List<T>> all = new Deferred<>(self -> stop());

        Collector(Executor owner, int limit) {
            this.owner = owner;
            this.limit = limit;
        }

        private void stop() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            hop(owner, () -> {
                subscription = given;
                if (all.isCalled()) {
                    given.cancel();
                } else {
                    given.request(limit == Integer.MAX_VALUE ? Long.MAX_VALUE : limit + 1L);
                }
            });
        }

        @Override
        public void onNext(T item) {
            hop(owner, () -> {
                if (!all.isCalled() && items.size() == limit) {
                    stop();
                    all.errback(new IllegalStateException("the stream has more than " + limit + " items"));
                } else {
                    items.add(item);
                }
            });
        }

        @Override
        public void onError(Throwable thrown) {
            hop(owner, () -> report(all, null, thrown));
        }

        @Override
        public void onComplete() {
            hop(owner, () -> report(all, items, null));
        }
    }
}
