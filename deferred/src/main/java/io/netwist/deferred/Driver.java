/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import org.jspecify.annotations.Nullable;

/**
 * Work that goes on from one awaited Deferred to the next and fires a Deferred of its own in the end: the body of a
 * coroutine, or an iteration. It is the stage that it leaves on what it awaits, and the canceller of its own Deferred:
 * cancelling that one means to cancel what is awaited, and nothing else.
 */
abstract class Driver extends Stage.Handover {
    /** Fires when the work is over. */
    final Deferred<Object> whole = new Deferred<>();

    /** What this waits for; null while it works and when it is over. */
    @Nullable
    Deferred<?> awaited;

    private @Nullable Deferred<?> next;

    Driver() {
        whole.canceller = this;
    }

    /**
     * Works until it has to wait or is over.
     *
     * @param result the raw result of what was awaited
     * @return the raw result of the work, or {@link #WAITING} with {@link #awaited} set and this among its stages
     */
    abstract @Nullable Object work(@Nullable Object result);

    /** What {@link #work} returns when the work is not over. */
    static final Object WAITING = new Object();

    /** Begins, on the stack of the caller. */
    final Deferred<?> start() {
        Object result = work(null);
        if (result != WAITING) {
            end(result);
        }
        return whole;
    }

    @Override
    final @Nullable Object apply(@Nullable Object result) {
        awaited = null;
        next = null;
        Object end = work(result);
        if (end != WAITING) {
            next = end(end);
        }
        return null;
    }

    private @Nullable Deferred<?> end(@Nullable Object result) {
        if (whole.isCalled()) {
            Debug.LOG.warn("somebody else has fired the Deferred of a coroutine; its own result is lost: {}", result);
            return null;
        }
        return Chain.settle(whole, result, "the end of a coroutine");
    }

    @Override
    final @Nullable Deferred<?> next() {
        return next;
    }

    /** Leaves this on a Deferred that has no result to take. */
    final void waitFor(Deferred<?> deferred) {
        awaited = deferred;
        Chain.append(deferred, this);
    }
}
