/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * A failure that nobody has handled yet. It is reported when its Deferred is garbage; it must never point back at it.
 */
final class Unhandled implements Runnable {
    static final Cleaner CLEANER = Cleaner.create(work -> {
        Thread thread = new Thread(work, "netwist-unhandled-failures");
        thread.setDaemon(true);
        return thread;
    });

    /** Null once it was handled or reported. */
    private volatile @Nullable Failure failure;

    /** Whether the Deferred is gone; a failure that is left then can be handled by nobody. */
    private volatile boolean garbage;

    private final @Nullable Throwable created;
    private final @Nullable Throwable fired;
    private Cleaner.@Nullable Cleanable cleanable;

    private Unhandled(Failure failure, Extras extras) {
        this.failure = failure;
        this.created = extras.created;
        this.fired = extras.fired;
    }

    /** The Deferred's chain has ended, for now, in the failure. */
    static void note(Deferred<?> deferred, Failure failure) {
        Extras extras = Extras.of(deferred);
        if (extras.forked == failure) {
            return;
        }
        Unhandled known = extras.unhandled;
        if (known != null) {
            if (known.failure == failure) {
                return;
            }
            known.failure = failure;
        } else {
            known = new Unhandled(failure, extras);
            known.cleanable = CLEANER.register(deferred, known);
            extras.unhandled = known;
        }
        UnhandledFailures.listed(known);
    }

    /** The Deferred's failure was handled or moved on. */
    static void clear(Deferred<?> deferred) {
        Extras extras = deferred.extras;
        Unhandled known = extras == null ? null : extras.unhandled;
        if (extras == null || known == null) {
            return;
        }
        extras.unhandled = null;
        known.failure = null;
        UnhandledFailures.unlisted(known);
        Cleaner.Cleanable cleanable = known.cleanable;
        if (cleanable != null) {
            cleanable.clean();
        }
    }

    /** The Deferred is garbage, or the failure was handled. */
    @Override
    public void run() {
        garbage = true;
        // Whoever watches will come for it.
        if (!UnhandledFailures.isListed(this)) {
            report();
        }
    }

    /** Nobody watches it any more. */
    void unwatched() {
        if (garbage) {
            report();
        }
    }

    private synchronized void report() {
        Failure unheard = failure;
        if (unheard != null) {
            failure = null;
            UnhandledFailures.report(new UnhandledFailure(unheard, created, fired));
        }
    }

    /** Somebody took note of it in another way. */
    void forget() {
        failure = null;
    }

    @Nullable
    UnhandledFailure snapshot() {
        Failure unheard = failure;
        return unheard == null ? null : new UnhandledFailure(unheard, created, fired);
    }
}
