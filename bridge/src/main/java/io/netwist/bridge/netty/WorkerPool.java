/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.deferred.Deferred;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A reactor's threads for blocking calls: none until the reactor runs and something is to be done. */
final class WorkerPool {

    private static final int DEFAULT_SIZE = 10;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final EventLoopReactor reactor;
    private final AtomicInteger threads = new AtomicInteger();

    /** Threads that may be alive, to be waited for in the end: the executor is over a moment before they are. */
    private final List<Thread> made = new CopyOnWriteArrayList<>();

    private int size = DEFAULT_SIZE;

    /** Work given before the reactor runs; null from then on. */
    private @Nullable ArrayDeque<Runnable> early = new ArrayDeque<>();

    private @Nullable ThreadPoolExecutor executor;
    private boolean stopped;

    WorkerPool(EventLoopReactor reactor) {
        this.reactor = reactor;
    }

    void execute(Runnable work) {
        if (stopped) {
            throw new RejectedExecutionException(reactor + " has stopped; its threads take no more work");
        }
        if (early != null) {
            early.add(work);
        } else {
            executor().execute(work);
        }
    }

    /** As execute, with the result on the reactor's thread. */
    <T extends @Nullable Object> Deferred<T> defer(Callable<? extends T> blocking) {
        if (stopped) {
            return Deferred.fail(
                    new RejectedExecutionException(reactor + " has stopped; its threads take no more work"));
        }
        Work<T> work = new Work<>(blocking);
        execute(work);
        return work.result;
    }

    /** A call and its Deferred. Cancelling drops a call that has not begun and interrupts one that has. */
    private final class Work<T extends @Nullable Object> extends FutureTask<T> {
        private final Deferred<T> result = new Deferred<>(self -> drop());

        /** Written and read on the reactor's thread. */
        private boolean dropped;

        @SuppressWarnings("unchecked")
        Work(Callable<? extends T> blocking) {
            super((Callable<T>) blocking);
        }

        private void drop() {
            dropped = true;
            cancel(true);
        }

        @Override
        protected void done() {
            reactor.callFromThread(this::fire);
        }

        private void fire() throws InterruptedException {
            if (!dropped) {
                try {
                    result.callback(get());
                } catch (ExecutionException e) {
                    result.errback(Objects.requireNonNull(e.getCause()));
                }
            }
        }
    }

    void reactorRuns() {
        ArrayDeque<Runnable> held = early;
        early = null;
        if (held != null) {
            held.forEach(this::execute);
        }
    }

    void resize(int newSize) {
        if (newSize < 1) {
            throw new IllegalArgumentException("size: " + newSize + " (expected: 1 or more)");
        }
        size = newSize;
        if (executor != null) {
            // The order matters: the core size must never be above the maximum.
            if (newSize > executor.getMaximumPoolSize()) {
                executor.setMaximumPoolSize(newSize);
                executor.setCorePoolSize(newSize);
            } else {
                executor.setCorePoolSize(newSize);
                executor.setMaximumPoolSize(newSize);
            }
        }
    }

    private ThreadPoolExecutor executor() {
        if (executor == null) {
            executor = new ThreadPoolExecutor(
                    size, size, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), this::thread);
            executor.allowCoreThreadTimeOut(true);
        }
        return executor;
    }

    private Thread thread(Runnable work) {
        made.removeIf(each -> each.getState() == Thread.State.TERMINATED);
        Thread thread = new Thread(work, reactor + "-worker-" + threads.incrementAndGet());
        made.add(thread);
        return thread;
    }

    /** Finishes the work accepted, then ends the threads. Called when the reactor stops; waits. */
    void stop() {
        stopped = true;
        early = null;
        ThreadPoolExecutor ending = executor;
        executor = null;
        if (ending != null) {
            ending.shutdown();
            try {
                while (!ending.awaitTermination(5, TimeUnit.SECONDS)) {
                    EventLoopReactor.LOG.warn(
                            "{} waits for {} blocking calls to return before it stops",
                            reactor,
                            ending.getActiveCount());
                }
                for (Thread each : made) {
                    each.join();
                }
            } catch (InterruptedException e) {
                ending.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }
}
