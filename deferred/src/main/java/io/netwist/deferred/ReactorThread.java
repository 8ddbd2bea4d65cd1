/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A reactor's claim on its thread. Those who write a reactor claim a thread before the first callback runs on it and
 * release it when the reactor is over; programs have no use for this.
 *
 * <p>What a Deferred knows of reactors is this and no more: a Deferred made on a claimed thread is that reactor's; one
 * made on any other thread is adopted by the first claimed thread that touches it. {@link #current()} is the thread
 * that the caller counts as, which differs from {@link Thread#currentThread()} in one case: the body of a coroutine
 * that runs on a thread of its own while the reactor waits for it counts as the reactor's thread.
 *
 * <p><b>Threading</b>: any thread may call everything here.
 */
public final class ReactorThread {
    /** Looked into only off the hot path: at adoption, in an error message, by a bridge to other futures. */
    private static final ConcurrentMap<Thread, ReactorThread> CLAIMS = new ConcurrentHashMap<>();

    private final Thread thread;
    private final Executor executor;
    private final String name;

    /** The claim on the same thread before this one, or null; changed only inside the map's computations. */
    private @Nullable ReactorThread earlier;

    private ReactorThread(Thread thread, Executor executor, String name) {
        this.thread = thread;
        this.executor = executor;
        this.name = name;
    }

    /**
     * Claims a thread for a reactor. Several reactors may share a thread that drives them by turns; the latest claim then
     * tells how to run something on it.
     *
     * @param thread the reactor's thread; not one that only stands in for it
     * @param executor runs an action later on that thread, whoever asks; the reactor's {@code callFromThread}
     * @param name the reactor's name, for error messages
     * @return the claim
     * @throws IllegalArgumentException if the thread is a coroutine's
     */
    public static ReactorThread claim(Thread thread, Executor executor, String name) {
        if (thread instanceof Carrier) {
            throw new IllegalArgumentException(
                    "the thread of a coroutine cannot be a reactor's; claim ReactorThread.current() instead");
        }
        ReactorThread claim = new ReactorThread(
                Objects.requireNonNull(thread, "thread"),
                Objects.requireNonNull(executor, "executor"),
                Objects.requireNonNull(name, "name"));
        CLAIMS.compute(thread, (key, latest) -> {
            claim.earlier = latest;
            return claim;
        });
        return claim;
    }

    /** Gives the thread back. Deferreds that it owned keep it as their owner. Releasing twice does nothing. */
    public void release() {
        CLAIMS.computeIfPresent(thread, (key, latest) -> latest.without(this));
    }

    private @Nullable ReactorThread without(ReactorThread released) {
        if (this == released) {
            return earlier;
        }
        if (earlier != null) {
            earlier = earlier.without(released);
        }
        return this;
    }

    /**
     * Tells which thread was claimed.
     *
     * @return the thread
     */
    public Thread thread() {
        return thread;
    }

    /**
     * Tells which thread the caller counts as.
     *
     * @return the current thread or, for the body of a coroutine on a thread of its own, the thread that waits for it
     */
    public static Thread current() {
        Thread thread = Thread.currentThread();
        return thread instanceof Carrier carrier ? carrier.standsFor() : thread;
    }

    /**
     * Tells whether a reactor has claimed the thread.
     *
     * @param thread a thread
     * @return whether it is a reactor's now
     */
    public static boolean isClaimed(Thread thread) {
        return CLAIMS.containsKey(thread);
    }

    /**
     * Finds what runs an action on a reactor's thread.
     *
     * @param thread a thread
     * @return the executor of the reactor that has claimed it, or null
     */
    public static @Nullable Executor executorOf(Thread thread) {
        ReactorThread claim = CLAIMS.get(thread);
        return claim == null ? null : claim.executor;
    }

    static @Nullable String nameOf(Thread thread) {
        ReactorThread claim = CLAIMS.get(thread);
        return claim == null ? null : claim.name;
    }

    /**
     * Decides about a call on a thread that is not the owner's field: the slow half of every Deferred's check.
     *
     * @return the owner from now on
     * @throws WrongReactorThreadException if the caller may not touch it
     */
    static Thread touch(Thread owner, String what) {
        Thread here = current();
        if (here == owner || (isClaimed(here) && !isClaimed(owner))) {
            return here;
        }
        throw new WrongReactorThreadException(
                what,
                here,
                owner,
                isClaimed(owner)
                        ? "reactor.callFromThread"
                        : "the thread that made it (a reactor's thread adopts it, any other may not)");
    }

    @Override
    public String toString() {
        return "ReactorThread[" + name + " on " + thread.getName() + "]";
    }
}
