/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The body of a coroutine, apart from how it is parked and resumed. */
abstract class CoroutineBody extends Driver {
    /*
     * Theory of operation.
     *
     * A body is work that can stand still in the middle of a method. work() lets it run until it parks or ends, on the
     * stack of whoever started it or of the chain that delivered what it awaited; when it ends, the chain (see Driver)
     * fires its Deferred, so that a body which awaits the Deferred of another adds no stack.
     *
     * There are two ways to stand still. ContinuationBody uses the JVM's own continuations: the body's frames are copied
     * off the reactor's stack and back. CarrierBody gives each body a thread and lets exactly one of the two run: the
     * reactor's thread waits while the body runs. Either way the body counts as the reactor's thread.
     */

    /** The function; null once it began, so that nothing keeps it and what it captured longer than its own frame. */
    private @Nullable Callable<?> function;

    /** What was awaited has come out so. */
    private @Nullable Object delivered;

    /** Raw; set when the body is over. */
    private @Nullable Object end;

    private boolean over;

    /** The body's own logging context and the like while it is parked; see {@link Contexts}. */
    private @Nullable Object context;

    /** The last failure that was thrown into the body, with the frames that awaited it. */
    private @Nullable Failure thrownIn;

    CoroutineBody(Callable<?> function) {
        this.function = function;
        this.context = Contexts.capture();
    }

    /** Lets the body run until it parks or {@link #execute} has returned. */
    abstract void resume();

    /** Called by the body itself: returns when it is resumed. */
    abstract void park();

    /** The body that the caller runs in, or null. */
    static @Nullable CoroutineBody current() {
        return Thread.currentThread() instanceof Carrier carrier ? carrier.body() : ContinuationBody.current();
    }

    @Override
    final @Nullable Object work(@Nullable Object result) {
        delivered = result;
        Object before = Contexts.exchange(context);
        context = null;
        try {
            if (Debug.on) {
                HeldLocks.remember(this);
            }
            resume();
        } finally {
            if (!over) {
                context = Contexts.capture();
            }
            Contexts.exchange(before);
        }
        if (!over) {
            Parked.add(this);
            return WAITING;
        }
        Object last = end;
        end = null;
        return last;
    }

    /** The whole of the body; it throws nothing. */
    final void execute() {
        Callable<?> call = function;
        function = null;
        try {
            end = Stage.plain(call == null ? null : call.call());
        } catch (Throwable thrown) {
            Failure in = thrownIn;
            end = in != null && in.value() == thrown ? in : Chain.caught(thrown);
        }
        thrownIn = null;
        over = true;
    }

    /** Waits for a Deferred and gives its result or throws its exception. */
    final Object await(Deferred<?> deferred) {
        deferred.check("Coroutines.await");
        if (Debug.on) {
            Debug.claim(deferred);
        }
        Object result;
        if (Chain.isIdle(deferred)) {
            result = Chain.take(deferred);
        } else {
            if (Chain.leadsTo(deferred, whole)) {
                throw new IllegalStateException("a coroutine awaits a Deferred that waits, directly or through others,"
                        + " for this very coroutine");
            }
            if (Debug.on) {
                HeldLocks.refuse(this);
            }
            result = parkOn(deferred);
        }
        if (result instanceof Failure failure) {
            Failure here = failure.awaitedAt(CoroutineBody::frames);
            thrownIn = here;
            throw Failure.sneak(here.value());
        }
        return Chain.unwrap(result);
    }

    private @Nullable Object parkOn(Deferred<?> deferred) {
        checkParkable();
        waitFor(deferred);
        try {
            park();
        } catch (IllegalStateException pinned) {
            awaited = null;
            Chain.remove(deferred, this);
            throw new IllegalStateException(
                    "a coroutine cannot await here: native code or a static initialiser is on its stack", pinned);
        }
        Object result = delivered;
        delivered = null;
        Parked.remove(this);
        return result;
    }

    /** Throws IllegalStateException if the body cannot park where it is and {@link #park} would not notice. */
    void checkParkable() {}

    /** The frames of the body from its call of await down, without those of the library. */
    private static List<StackTraceElement> frames() {
        return StackWalker.getInstance().walk(stack -> {
            List<StackTraceElement> frames = new ArrayList<>();
            var walk = stack.iterator();
            while (walk.hasNext()) {
                StackWalker.StackFrame frame = walk.next();
                String type = frame.getClassName();
                if (type.equals(CoroutineBody.class.getName())
                        && frame.getMethodName().equals("execute")) {
                    break;
                }
                if (!Debug.isEngine(type)) {
                    frames.add(frame.toStackTraceElement());
                }
            }
            return frames;
        });
    }
}
