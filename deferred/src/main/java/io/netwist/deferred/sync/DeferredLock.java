/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

import io.netwist.deferred.CheckReturnValue;
import io.netwist.deferred.Deferred;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Lets one in at a time. It is not reentrant.
 *
 * <p><b>Threading</b>: as for {@link Deferred}: the thread of one reactor.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.DeferredLock}.
 */
public final class DeferredLock {
    private final Tokens tokens = new Tokens(1);

    /** Makes a free lock. */
    public DeferredLock() {}

    /**
     * Asks for the lock. Cancelling the Deferred while it waits gives the place in the line up.
     *
     * @return fires with this when it is granted, at once if possible
     */
    @CheckReturnValue
    public Deferred<DeferredLock> acquire() {
        return tokens.acquire(this);
    }

    /**
     * Gives the lock back; the one who has waited longest has it before this returns, unless this is called by one who has
     * just been granted it, in which case that one ends first.
     *
     * @throws IllegalStateException if it was given back more often than it was granted
     */
    public void release() {
        tokens.release("DeferredLock");
    }

    /**
     * Asks for the lock as something to close, for try-with-resources in a coroutine.
     *
     * @return fires when it is granted
     */
    @CheckReturnValue
    public Deferred<Permit> acquirePermit() {
        return tokens.permit("DeferredLock");
    }

    /**
     * Calls a function once the lock is granted, and gives it back when the function has returned or thrown.
     *
     * @param <T> the type of the result
     * @param function called at once if possible; never, if the Deferred is cancelled before
     * @return fires with the result of the function, after the lock was given back
     */
    public <T extends @Nullable Object> Deferred<T> run(Callable<? extends T> function) {
        return tokens.run(function, "DeferredLock");
    }

    /**
     * Like {@link #run} for a function that returns a Deferred: the lock is given back when that has fired.
     *
     * @param <T> the type of the result
     * @param function called at once if possible; never, if the Deferred is cancelled before
     * @return fires with the result of the function's Deferred, after the lock was given back
     */
    public <T extends @Nullable Object> Deferred<T> runDeferring(Callable<? extends Deferred<? extends T>> function) {
        return tokens.runDeferring(function, "DeferredLock");
    }

    /**
     * Tells whether somebody holds it.
     *
     * @return whether {@link #acquire} would have to wait
     */
    public boolean locked() {
        return tokens.free() == 0;
    }

    @Override
    public String toString() {
        return "DeferredLock[" + (locked() ? "locked" : "free") + "]";
    }
}
