/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.time.Action;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The loop itself: running, stopping and what happens around it.
 *
 * <p>Source: {@code twisted.internet.interfaces.IReactorCore}.
 */
public interface ReactorCore {

    /**
     * Runs until {@link #stop()} and until everything that happens at the end has happened.
     *
     * @throws io.netwist.bridge.error.ReactorAlreadyRunning if it runs, also from inside a callback
     * @throws io.netwist.bridge.error.ReactorNotRestartable after it has stopped; make another reactor
     */
    void run();

    /**
     * Does one turn: calls from threads, timers that are due, then input and output. For tests and for driving the reactor
     * from another loop.
     *
     * @param atMost how long to wait when there is nothing to do; zero does not wait
     * @throws IllegalStateException from inside a callback
     */
    void iterate(Duration atMost);

    /**
     * Runs until the Deferred has a result, and gives it. For scripts and tests; the reactor goes on living.
     *
     * @param <T> the result
     * @param deferred what to wait for; its result is taken
     * @param limit how long to wait
     * @return the result
     * @throws io.netwist.deferred.DeferredTimeoutException if the limit has passed
     * @throws IllegalStateException from inside a callback, or if the reactor stops first
     * @throws Exception the very exception that the Deferred failed with
     */
    <T extends @Nullable Object> T runUntil(Deferred<T> deferred, Duration limit) throws Exception;

    /**
     * Asks for the end. From any thread. Nothing has ended yet when this returns; {@code run()} returns when it has.
     *
     * @throws io.netwist.bridge.error.ReactorNotRunning if it does not run, or is stopping already
     */
    void stop();

    /**
     * Ends the loop at the end of this turn and nothing else: no event is fired, connections and ports stay open. {@code run()}
     * returns, and may be called again, which fires <em>startup</em> again. For tests, and for programs that must leave the
     * loop for a while; {@link #stop()} is the end.
     *
     * @throws io.netwist.bridge.error.ReactorNotRunning if it was never started, or has stopped
     */
    void crash();

    /**
     * Whether the loop runs.
     *
     * @return true from the end of the <em>before startup</em> triggers to the end of the <em>before shutdown</em> ones
     */
    boolean isRunning();

    /**
     * Whether the caller is on this reactor's thread. From any thread.
     *
     * @return true if every other method may be called
     */
    boolean inReactorThread();

    /**
     * Calls the action when the reactor runs: at once if it does.
     *
     * @param action an exception out of it is logged
     * @return for {@link #removeSystemEventTrigger}, or null if it was called at once
     */
    @Nullable
    Trigger callWhenRunning(Action action);

    /**
     * Has the action called around an event.
     *
     * @param phase all triggers of a phase run before those of the next
     * @param event {@code startup}, {@code shutdown} or a name of your own for {@link #fireSystemEvent}
     * @param action what it returns in phase {@link Phase#BEFORE} is waited for (null: nothing to wait for); an exception
     *     out of it is logged
     * @return for {@link #removeSystemEventTrigger}
     */
    Trigger addSystemEventTrigger(Phase phase, String event, Callable<? extends @Nullable Deferred<?>> action);

    /**
     * Takes a trigger back. Works while the event is being fired, for one that has not run yet.
     *
     * @param trigger from one of the methods above
     * @return false if it has run in the firing under way
     * @throws IllegalArgumentException if it is not this reactor's, was removed, or belongs to a firing that is over
     */
    boolean removeSystemEventTrigger(Trigger trigger);

    /**
     * Fires an event: all its triggers run once and are forgotten.
     *
     * @param event the name
     */
    void fireSystemEvent(String event);

    /** When a trigger runs, seen from its event. */
    enum Phase {
        /** Before it; the event waits for the Deferreds returned. */
        BEFORE,
        /** With it. */
        DURING,
        /** After it. */
        AFTER
    }

    /** Stands for an action added to an event; only good for taking it back. */
    interface Trigger {}
}
