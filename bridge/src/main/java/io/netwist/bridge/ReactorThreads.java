/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.time.Action;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The ways between the reactor's thread and all others.
 *
 * <p>{@code callFromThread}, {@code execute}, {@code submit}, {@code ask} and {@code blockingCallFromThread} may be called
 * from any thread. Source: {@code IReactorThreads} and {@code twisted.internet.threads}.
 */
public interface ReactorThreads extends Executor {

    /**
     * Has the action called on the reactor's thread, in a later turn, in the order of the calls. From any thread.
     *
     * @param action an exception out of it is logged
     */
    void callFromThread(Action action);

    /** The same as {@link #callFromThread}, for code that knows executors. */
    @Override
    void execute(Runnable command);

    /**
     * Has the action called on a thread of the pool.
     *
     * @param action may block; an exception out of it is logged
     */
    void callInThread(Action action);

    /**
     * Computes something on a thread of the pool.
     *
     * @param <T> the result
     * @param blocking may block
     * @return fired on the reactor's thread. Cancelling it drops a call that has not begun, and interrupts one that has
     */
    <T extends @Nullable Object> Deferred<T> deferToThread(Callable<? extends T> blocking);

    /**
     * Asks for a Deferred on the reactor's thread and waits for its result. From any thread but the reactor's.
     *
     * @param <T> the result
     * @param call run on the reactor's thread
     * @return the result
     * @throws IllegalStateException on the reactor's thread, which would wait for itself, or if the reactor stops first
     * @throws Exception the very exception that the Deferred failed with
     */
    <T extends @Nullable Object> T blockingCallFromThread(Callable<? extends Deferred<T>> call) throws Exception;

    /**
     * Asks for a Deferred on the reactor's thread. From any thread.
     *
     * @param <T> the result
     * @param call run on the reactor's thread
     * @return completed on the reactor's thread; cancelling it cancels the Deferred
     */
    <T extends @Nullable Object> CompletableFuture<T> submit(Callable<? extends Deferred<T>> call);

    /**
     * Asks another reactor's thread for a Deferred, from a reactor's thread.
     *
     * @param <T> the result
     * @param call run on this reactor's thread
     * @return a Deferred of the caller's reactor; cancelling it cancels the other one
     * @throws IllegalStateException if the caller is on no reactor's thread
     */
    <T extends @Nullable Object> Deferred<T> ask(Callable<? extends Deferred<T>> call);

    /**
     * Sets how many threads the pool may have.
     *
     * @param size 1 or more; 10 until set
     */
    void suggestThreadPoolSize(int size);
}
