/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

import io.netwist.deferred.CheckReturnValue;
import io.netwist.deferred.Deferred;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Lets at most so many in at a time.
 *
 * <p><b>Threading</b>: as for {@link Deferred}: the thread of one reactor.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.DeferredSemaphore}.
 */
public final class DeferredSemaphore {
    private final Tokens tokens;

    /**
     * Makes a semaphore.
     *
     * @param limit how many may be in at a time
     * @throws IllegalArgumentException if the limit is less than one
     */
    public DeferredSemaphore(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
        }
        tokens = new Tokens(limit);
    }

    /**
     * Asks for a token. Cancelling the Deferred while it waits gives the place in the line up.
     *
     * @return fires with this when it is granted, at once if possible
     */
    @CheckReturnValue
    public Deferred<DeferredSemaphore> acquire() {
        return tokens.acquire(this);
    }

    /**
     * Gives a token back; the one who has waited longest has it before this returns, unless this is called by one who has
     * just been granted it, in which case that one ends first.
     *
     * @throws IllegalStateException if it was given back more often than it was granted
     */
    public void release() {
        tokens.release("DeferredSemaphore");
    }

    /**
     * Asks for a token as something to close, for try-with-resources in a coroutine.
     *
     * @return fires when it is granted
     */
    @CheckReturnValue
    public Deferred<Permit> acquirePermit() {
        return tokens.permit("DeferredSemaphore");
    }

    /**
     * Calls a function once a token is granted, and gives it back when the function has returned or thrown.
     *
     * @param <T> the type of the result
     * @param function called at once if possible; never, if the Deferred is cancelled before
     * @return fires with the result of the function, after a token was given back
     */
    public <T extends @Nullable Object> Deferred<T> run(Callable<? extends T> function) {
        return tokens.run(function, "DeferredSemaphore");
    }

    /**
     * Like {@link #run} for a function that returns a Deferred: a token is given back when that has fired.
     *
     * @param <T> the type of the result
     * @param function called at once if possible; never, if the Deferred is cancelled before
     * @return fires with the result of the function's Deferred, after a token was given back
     */
    public <T extends @Nullable Object> Deferred<T> runDeferring(Callable<? extends Deferred<? extends T>> function) {
        return tokens.runDeferring(function, "DeferredSemaphore");
    }

    /**
     * Tells how many tokens are free.
     *
     * @return how many could be acquired now without waiting
     */
    public int tokens() {
        return tokens.free();
    }

    /**
     * Tells how many tokens there are.
     *
     * @return the number given to the constructor
     */
    public int limit() {
        return tokens.limit();
    }

    @Override
    public String toString() {
        return "DeferredSemaphore[" + tokens() + " of " + limit() + " free]";
    }
}
