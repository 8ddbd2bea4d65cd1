/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The engine that runs the callbacks of Deferreds. */
@SuppressWarnings({"unchecked", "NullAway"}) // The project's one place where types are erased and slots are emptied.
final class Chain {
    /*
     * Theory of operation.
     *
     * A Deferred has a result, an array of stages (from head to tail) and some flags. It is idle when it has fired, runs
     * nothing, waits for nothing and is not paused; an idle Deferred has no stages left, so a stage added to it runs at
     * once and never enters the array.
     *
     * run() is a loop over one current Deferred. When a stage hands the result to another Deferred, because that one
     * waits for this (its marker, the waiting Deferred itself, stands in the slot) or because the stage is a Handover,
     * the other becomes current and this one goes on a stack that is local to this call of run(), unless it has no
     * stages left. So nothing recurses, whatever the length of the chain, and a coroutine may park in the middle of a
     * callback, with half-run loops on its stack, without disturbing others. A Deferred on such a stack keeps the flag
     * RUNNING: stages that are added to it meanwhile wait their turn.
     *
     * While A waits for B, A.result is B and A has the flag WAITING.
     *
     * A slot holds a bare Callback (the common case, nothing allocated), a Stage, or a Deferred (a marker). What is not a
     * bare callback and what is not a plain value is a Special; two tests for that decide between the short way and the
     * long one.
     */

    static final int FIRED = 1;
    static final int RUNNING = 2;
    static final int WAITING = 4;

    /** Its canceller is being called. */
    static final int CANCELLING = 8;

    /** It was cancelled without a canceller: one late result is dropped without complaint. */
    static final int DROP_LATE = 16;

    /** In debug mode: somebody waits, or has waited, for its result. */
    static final int CLAIMED = 32;

    /** It records where it is fired, whatever the mode. */
    static final int TRACED = 64;

    /** Each pause adds one of these. */
    static final int PAUSE = 128;

    static final int PAUSED = ~(PAUSE - 1);

    /** What must be exactly FIRED for a Deferred to be idle. */
    private static final int STATE = FIRED | RUNNING | WAITING | PAUSED;

    /** Waits are followed this far in search of a cycle, further only in debug mode: or building one is quadratic. */
    private static final int CYCLE_SEARCH = 100;

    private static final int FIRST_CAPACITY = 4;

    private static final int SECOND_CAPACITY = 12;

    private Chain() {}

    /** Forgets the type arguments of a function: a chain is typed at its ends only. */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    static <F> F erase(Object function) {
        return (F) function;
    }

    /** The value that a user sees. It may be null; what takes it says so or does not care. */
    static Object unwrap(@Nullable Object result) {
        return result instanceof FailureValue wrapped ? wrapped.failure : result;
    }

    static boolean isIdle(Deferred<?> deferred) {
        return (deferred.flags & STATE) == FIRED;
    }

    /** Adds a stage, or a bare callback, and runs it if the Deferred is idle. */
    static <R> Deferred<R> add(Deferred<?> deferred, Object function) {
        Object stage = Contexts.installed() ? Contexts.bindStage(function) : function;
        if ((deferred.flags & STATE) != FIRED) {
            append(deferred, stage);
        } else {
            runNow(deferred, stage);
        }
        return (Deferred<R>) deferred;
    }

    static void append(Deferred<?> deferred, Object stage) {
        Object[] stages = deferred.stages;
        int tail = deferred.tail;
        if (stages == null) {
            stages = new Object[FIRST_CAPACITY];
            deferred.stages = stages;
        } else if (tail == stages.length) {
            if (tail == FIRST_CAPACITY && deferred.head == 0) {
                stages = grow(stages);
                deferred.stages = stages;
            } else {
                stages = makeRoom(deferred, stages);
                tail = deferred.tail;
            }
        }
        stages[tail] = stage;
        deferred.tail = tail + 1;
    }

    private static Object[] makeRoom(Deferred<?> deferred, Object[] stages) {
        int head = deferred.head;
        int count = deferred.tail - head;
        Object[] roomy = count < stages.length / 2 ? stages : new Object[Math.max(SECOND_CAPACITY, 2 * stages.length)];
        System.arraycopy(stages, head, roomy, 0, count);
        if (roomy == stages) {
            Arrays.fill(stages, count, deferred.tail, null);
        }
        deferred.stages = roomy;
        deferred.head = 0;
        deferred.tail = count;
        return roomy;
    }

    /** The first growth, by far the most frequent: known lengths make it a handful of instructions. */
    private static Object[] grow(Object[] stages) {
        Object[] roomy = new Object[SECOND_CAPACITY];
        roomy[0] = stages[0];
        roomy[1] = stages[1];
        roomy[2] = stages[2];
        roomy[3] = stages[3];
        return roomy;
    }

    /** The short way of a bare callback on a plain value; everything else goes through the loop. */
    private static void runNow(Deferred<?> deferred, Object stage) {
        Object result = deferred.result;
        if (stage instanceof Special || result instanceof Special) {
            run(deferred, stage);
            return;
        }
        deferred.flags |= RUNNING;
        Error fatal = null;
        try {
            result = ((Callback<Object, Object>) stage).call(result);
        } catch (Throwable thrown) {
            result = caught(thrown);
            fatal = fatal(thrown);
        }
        deferred.flags &= ~RUNNING;
        boolean special = result instanceof Special;
        deferred.result = special ? Stage.plain(result) : result;
        if (special || deferred.head != deferred.tail) {
            proceed(deferred);
        }
        if (fatal != null) {
            throw fatal;
        }
    }

    /** Runs what stages there are if nothing stands in the way. */
    static void proceed(Deferred<?> deferred) {
        if (!isIdle(deferred)) {
            // A failure that a pause keeps from its errbacks is unhandled like any other (and is forgotten with them).
            if ((deferred.flags & (FIRED | PAUSED)) > FIRED && deferred.result instanceof Failure failure) {
                Unhandled.note(deferred, failure);
            }
        } else if (deferred.head != deferred.tail) {
            run(deferred, null);
        } else {
            finish(deferred);
        }
    }

    /**
     * Runs the stage and then the stages of a Deferred that is idle, and of all those that get a result by it.
     *
     * @param stage the stage to begin with, which is in no array; or null
     */
    static void run(Deferred<?> first, @Nullable Object stage) {
        Deferred<?> current = first;
        Deferred<?>[] stack = null;
        int depth = 0;
        Error fatal = null;
        try {
            for (; ; ) {
                current.flags |= RUNNING;
                Deferred<?> next = null;
                // Asked before each stage: it may have been paused while others ran.
                while (next == null && (current.flags & (PAUSED | WAITING)) == 0) {
                    if (stage == null) {
                        if (current.head == current.tail) {
                            break;
                        }
                        int index = current.head++;
                        stage = current.stages[index];
                        current.stages[index] = null;
                    }
                    Object result = current.result;
                    Object now = stage;
                    stage = null;
                    if (!(now instanceof Special) && !(result instanceof Special)) {
                        try {
                            result = ((Callback<Object, Object>) now).call(result);
                        } catch (Throwable thrown) {
                            result = caught(thrown);
                            fatal = fatal == null ? fatal(thrown) : fatal;
                        }
                        current.result = result instanceof Special ? Stage.plain(result) : result;
                    } else if (now instanceof Deferred<?> waiter) {
                        next = resume(current, waiter);
                    } else if (now instanceof Stage special) {
                        try {
                            result = special.apply(result);
                            next = special instanceof Stage.Handover handover ? handover.next() : null;
                        } catch (Throwable thrown) {
                            result = caught(thrown);
                            fatal = fatal == null ? fatal(thrown) : fatal;
                        }
                        current.result = result;
                        if (result instanceof Deferred<?> inner) {
                            await(current, inner);
                        }
                    } else if (result instanceof FailureValue) {
                        stage = new Stages.Success((Callback<Object, Object>) now);
                    }
                }

                if (next != null && current.head != current.tail && (current.flags & (PAUSED | WAITING)) == 0) {
                    if (stack == null) {
                        stack = new Deferred<?>[8];
                    } else if (depth == stack.length) {
                        stack = Arrays.copyOf(stack, 2 * depth);
                    }
                    stack[depth++] = current;
                } else {
                    current.flags &= ~RUNNING;
                    pauseOrFinish(current);
                    if (next == null) {
                        if (depth == 0) {
                            break;
                        }
                        next = stack[--depth];
                        stack[depth] = null;
                    }
                }
                current = next;
            }
        } catch (Throwable broken) {
            // Only the engine itself can be the reason, by running out of stack or memory: leave nothing wedged.
            current.flags &= ~RUNNING;
            while (depth > 0) {
                stack[--depth].flags &= ~RUNNING;
            }
            throw broken;
        }
        if (fatal != null) {
            throw fatal;
        }
    }

    /** At the end of a run of one Deferred: because it has no stages left, waits or was paused. */
    private static void pauseOrFinish(Deferred<?> deferred) {
        if ((deferred.flags & WAITING) != 0) {
            if (deferred.extras != null) {
                Unhandled.clear(deferred);
            }
        } else if (deferred.head == deferred.tail) {
            finish(deferred);
        } else if (deferred.result instanceof Failure failure) {
            Unhandled.note(deferred, failure);
        }
    }

    private static void finish(Deferred<?> deferred) {
        if (deferred.stages != null) {
            deferred.stages = null;
            deferred.head = 0;
            deferred.tail = 0;
        }
        if (deferred.result instanceof Failure failure) {
            Unhandled.note(deferred, failure);
        } else if (deferred.extras != null) {
            Unhandled.clear(deferred);
        }
    }

    /**
     * Gives a result to the Deferred that waits for it.
     *
     * @return the one that waited if it can go on now, or null
     */
    private static @Nullable Deferred<?> resume(Deferred<?> inner, Deferred<?> waiter) {
        Object result = inner.result;
        inner.result = null;
        waiter.result = result;
        waiter.flags &= ~WAITING;
        waiter.owner = inner.owner;
        if (isIdle(waiter)) {
            return waiter;
        }
        if (result instanceof Failure failure) {
            Unhandled.note(waiter, failure);
        }
        return null;
    }

    /** Makes a Deferred go on with the result of another, now or once that is there. */
    private static void await(Deferred<?> outer, Deferred<?> inner) {
        // Until the inner one is known to be good, the outer one must not look as if it held a result.
        outer.result = null;
        try {
            inner.check("waiting for a Deferred");
        } catch (WrongReactorThreadException wrong) {
            outer.result = Failure.of(wrong);
            return;
        }
        if (Debug.on) {
            Debug.claim(inner);
        }
        if (isIdle(inner)) {
            outer.result = take(inner);
        } else if (leadsTo(inner, outer)) {
            outer.result = Failure.of(new IllegalStateException("a callback returned a Deferred that waits, directly or"
                    + " through others, for the very Deferred that the callback belongs to"));
        } else {
            outer.result = inner;
            outer.flags |= WAITING;
            append(inner, outer);
        }
    }

    /** Takes the result out of an idle Deferred, which is null afterwards. */
    static @Nullable Object take(Deferred<?> deferred) {
        Object result = deferred.result;
        deferred.result = null;
        if (deferred.extras != null) {
            Unhandled.clear(deferred);
        }
        return result;
    }

    /** Tells whether the first waits, directly or through others, for the second. */
    static boolean leadsTo(Deferred<?> from, Deferred<?> to) {
        int steps = Debug.on ? Integer.MAX_VALUE : CYCLE_SEARCH;
        Deferred<?> at = from;
        while (at != to) {
            at = steps-- == 0 ? null : waitsFor(at);
            if (at == null) {
                return false;
            }
        }
        return true;
    }

    /** What a Deferred, or the coroutine behind it, waits for; null when it waits for nothing. */
    private static @Nullable Deferred<?> waitsFor(Deferred<?> deferred) {
        if ((deferred.flags & WAITING) != 0) {
            return (Deferred<?>) deferred.result;
        }
        return deferred.canceller instanceof Driver driver ? driver.awaited : null;
    }

    /** Takes a stage back that has not run. */
    static void remove(Deferred<?> deferred, Stage stage) {
        for (int i = deferred.tail - 1; i >= deferred.head; i--) {
            if (deferred.stages[i] == stage) {
                System.arraycopy(deferred.stages, i + 1, deferred.stages, i, deferred.tail - i - 1);
                deferred.stages[--deferred.tail] = null;
                return;
            }
        }
    }

    /**
     * Gives a Deferred its first result and runs nothing.
     *
     * @return the Deferred if it has stages that can run now, or null
     * @throws AlreadyCalledException if it has a result already
     */
    static @Nullable Deferred<?> settle(Deferred<?> deferred, @Nullable Object result, String what) {
        deferred.check(what);
        int flags = deferred.flags;
        if ((flags & FIRED) != 0) {
            if ((flags & DROP_LATE) != 0) {
                deferred.flags = flags & ~DROP_LATE;
                return null;
            }
            throw Debug.alreadyCalled(deferred);
        }
        deferred.result = result;
        deferred.flags = flags | FIRED;
        deferred.canceller = null;
        if (Debug.tracing || (flags & TRACED) != 0) {
            Debug.fired(deferred);
        }
        if (Events.wantsFired()) {
            Events.fired(result);
        }
        if (isIdle(deferred) && deferred.head != deferred.tail) {
            return deferred;
        }
        if (result instanceof Failure failure) {
            Unhandled.note(deferred, failure);
        }
        return null;
    }

    /** Fires a Deferred with a value: the short way if there is nothing special about either. */
    static void fireValue(Deferred<?> deferred, @Nullable Object value) {
        if (value instanceof Special || deferred.flags != 0 || Debug.tracing || Events.wantsFired()) {
            fire(deferred, value, "Deferred.callback");
            return;
        }
        deferred.check("Deferred.callback");
        deferred.canceller = null;
        if (deferred.stages == null) {
            deferred.result = value;
            deferred.flags = FIRED;
        } else {
            runPlain(deferred, value);
        }
    }

    /**
     * Runs bare callbacks on plain values for as long as there is nothing else; what run() does, without its burden. The
     * result stays in a register and used slots are emptied together: each store of a reference that is saved counts here.
     */
    private static void runPlain(Deferred<?> deferred, @Nullable Object value) {
        deferred.flags = FIRED | RUNNING;
        Object result = value;
        Error fatal = null;
        int head = deferred.head;
        do {
            Object stage = deferred.stages[head];
            if (stage instanceof Special) {
                break;
            }
            // Before the call, which may add stages and so move what is left to the front of the array.
            deferred.head = head + 1;
            try {
                result = ((Callback<Object, Object>) stage).call(result);
            } catch (Throwable thrown) {
                result = caught(thrown);
                fatal = fatal(thrown);
            }
            head = deferred.head;
        } while (head != deferred.tail && !(result instanceof Special) && deferred.flags == (FIRED | RUNNING));
        deferred.flags &= ~RUNNING;
        if (head == deferred.tail && !(result instanceof Special) && deferred.flags == FIRED) {
            deferred.result = result;
            deferred.stages = null;
            deferred.head = 0;
            deferred.tail = 0;
            return;
        }
        deferred.result = Stage.plain(result);
        Arrays.fill(deferred.stages, 0, head, null);
        proceed(deferred);
        if (fatal != null) {
            throw fatal;
        }
    }

    /** Fires a Deferred with a raw result. */
    static void fire(Deferred<?> deferred, @Nullable Object result, String what) {
        Deferred<?> ready = settle(deferred, result, what);
        if (ready != null) {
            run(ready, null);
        }
    }

    /** A canceller that passes the request on and fires the Deferred later, with whatever the other side makes of it. */
    interface Patient extends Canceller<Object> {}

    /** Cancels whatever the Deferred waits for in the end, or itself. */
    static void cancel(Deferred<?> deferred) {
        Deferred<?> innermost = deferred;
        for (Deferred<?> inner = waitsFor(innermost); inner != null; inner = waitsFor(innermost)) {
            innermost = inner;
        }
        // The Deferred of a coroutine that runs, and so awaits nothing, is left alone.
        if ((innermost.flags & (FIRED | CANCELLING)) == 0 && !(innermost.canceller instanceof Driver)) {
            cancelUnfired((Deferred<Object>) innermost);
        }
    }

    private static void cancelUnfired(Deferred<Object> deferred) {
        Canceller<Object> canceller = (Canceller<Object>) deferred.canceller;
        Throwable thrown = null;
        if (canceller == null) {
            deferred.flags |= DROP_LATE;
        } else {
            deferred.flags |= CANCELLING;
            try {
                canceller.cancel(deferred);
            } catch (Throwable t) {
                thrown = t;
                Debug.LOG.warn("a canceller threw; the Deferred it was to cancel fails with CancelledException", t);
            }
            if (canceller instanceof Patient) {
                // It stays CANCELLING: it will fire when the other side has reported, and is not asked twice.
                return;
            }
            deferred.flags &= ~CANCELLING;
        }
        if ((deferred.flags & FIRED) == 0) {
            CancelledException cancelled = new CancelledException();
            if (thrown != null) {
                cancelled.addSuppressed(thrown);
            }
            fire(deferred, Failure.of(cancelled), "Deferred.cancel");
        }
    }

    /** What a thrown exception becomes. */
    static Failure caught(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return Failure.of(thrown);
    }

    /** Errors of the virtual machine do not only fail the chain: who fired it must learn of them. */
    private static @Nullable Error fatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError) ? error : null;
    }
}
