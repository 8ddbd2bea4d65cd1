/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.ReactorThreads;
import io.netwist.deferred.Contexts;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.ReactorThread;
import io.netwist.deferred.WrongReactorThreadException;
import io.netwist.deferred.time.Action;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The ways between a memory reactor and other threads; it has no pool, so blocking work runs in a later turn. */
abstract class MemoryThreads implements ReactorThreads {

    /** What waits for a turn; any thread adds to it. */
    final Queue<Action> calls = new ConcurrentLinkedQueue<>();

    abstract void checkThread(String call);

    /** Whether the caller is on the reactor's thread. */
    abstract boolean isOwnThread();

    @Override
    public void callFromThread(Action action) {
        calls.add(Contexts.bind(Objects.requireNonNull(action, "action")));
    }

    @Override
    public void execute(Runnable command) {
        callFromThread(command::run);
    }

    @Override
    public void callInThread(Action action) {
        checkThread("callInThread");
        callFromThread(action);
    }

    @Override
    public <T extends @Nullable Object> Deferred<T> deferToThread(Callable<? extends T> blocking) {
        checkThread("deferToThread");
        Deferred<T> result = new Deferred<>(self -> {});
        callFromThread(() -> {
            if (!result.isCalled()) {
                try {
                    result.callback(blocking.call());
                } catch (Throwable e) {
                    result.errback(e);
                }
            }
        });
        return result;
    }

    @Override
    public void suggestThreadPoolSize(int size) {
        checkThread("suggestThreadPoolSize");
        if (size < 1) {
            throw new IllegalArgumentException("size: " + size + " (expected: 1 or more)");
        }
    }

    @Override
    public <T extends @Nullable Object> T blockingCallFromThread(Callable<? extends Deferred<T>> call)
            throws Exception {
        if (isOwnThread()) {
            throw new IllegalStateException("blockingCallFromThread on the reactor's own thread would wait for itself;"
                    + " add callbacks to the Deferred instead");
        }
        try {
            return submit(call).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> submit(Callable<? extends Deferred<T>> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        callFromThread(() -> {
            Deferred<T> deferred = called(call);
            try {
                deferred.consume(future::complete, failure -> future.completeExceptionally(failure.value()));
            } catch (WrongReactorThreadException e) {
                future.completeExceptionally(e);
                return;
            }
            future.whenComplete((value, error) -> {
                if (future.isCancelled()) {
                    callFromThread(deferred::cancel);
                }
            });
        });
        return future;
    }

    private static <T extends @Nullable Object> Deferred<T> called(Callable<? extends Deferred<T>> call) {
        try {
            return Objects.requireNonNull(call.call(), "the call returned null (expected: a Deferred)");
        } catch (Throwable e) {
            return Deferred.fail(e);
        }
    }

    @Override
    public <T extends @Nullable Object> Deferred<T> ask(Callable<? extends Deferred<T>> call) {
        Executor caller = isOwnThread() ? this : ReactorThread.executorOf(ReactorThread.current());
        if (caller == null) {
            throw new IllegalStateException("ask is for a reactor's thread, and thread "
                    + Thread.currentThread().getName() + " is none; use submit");
        }
        CompletableFuture<T> future = submit(call);
        Deferred<T> answer = new Deferred<>(self -> future.cancel(false));
        future.whenComplete((value, error) -> caller.execute(() -> {
            if (!future.isCancelled() && error == null) {
                answer.callback(value);
            } else if (!future.isCancelled()) {
                answer.errback(error);
            }
        }));
        return answer;
    }
}
