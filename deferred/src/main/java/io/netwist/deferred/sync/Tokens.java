/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.sync;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A number of tokens and those who wait for one, in order: the common part of the lock and the semaphore. */
final class Tokens {
    private final int limit;
    private int free;

    /** Who waits, oldest first; a set, so that one who is cancelled leaves at once. */
    private final Set<Deferred<@Nullable Object>> waiting = new LinkedHashSet<>();

    /** Whether {@link #release} is handing tokens out: one within it only adds its token, or the stack would grow. */
    private boolean handingOut;

    Tokens(int limit) {
        this.limit = limit;
        this.free = limit;
    }

    int limit() {
        return limit;
    }

    int free() {
        return Math.max(0, free - waiting.size());
    }

    /** Fires with the owner once a token is its. */
    <S> Deferred<S> acquire(S owner) {
        if (free > 0 && waiting.isEmpty()) {
            free--;
            return Deferred.succeed(owner);
        }
        Deferred<@Nullable Object> waiter = new Deferred<>(waiting::remove);
        waiting.add(waiter);
        return waiter.addCallback(ignored -> owner);
    }

    void release(String what) {
        if (free == limit) {
            throw new IllegalStateException(what + " was released more often than acquired");
        }
        free++;
        if (handingOut) {
            return;
        }
        handingOut = true;
        try {
            while (free > 0 && !waiting.isEmpty()) {
                free--;
                Iterator<Deferred<@Nullable Object>> oldest = waiting.iterator();
                Deferred<@Nullable Object> next = oldest.next();
                oldest.remove();
                next.callback(null);
            }
        } finally {
            handingOut = false;
        }
    }

    <T extends @Nullable Object> Deferred<T> runDeferring(
            Callable<? extends Deferred<? extends T>> function, String what) {
        return acquire(this)
                .addCallbackDeferring(
                        held -> Deferreds.<T>maybeDeferring(function).onFired(outcome -> release(what)));
    }

    <T extends @Nullable Object> Deferred<T> run(Callable<? extends T> function, String what) {
        return runDeferring(() -> Deferreds.<T>maybe(function), what);
    }

    Deferred<Permit> permit(String what) {
        return acquire(this).addCallback(held -> new Permit(() -> release(what)));
    }
}
