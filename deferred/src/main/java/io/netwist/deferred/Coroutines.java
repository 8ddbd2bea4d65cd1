/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import io.netwist.deferred.time.Action;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Straight-line code that waits for Deferreds: {@code run(() -> await(getPage(url)).length())}.
 *
 * <p>The body starts at once, on the stack of the caller, and runs to its first {@link #await} of something that has no
 * result yet; it goes on when that is fired, within the call that fires it. No other callback runs between two awaits.
 *
 * <p>Where the JVM has continuations (21 and later) and is started with
 * {@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}, a body runs on the reactor's own thread. Otherwise each
 * body that waits has a thread of its own, which runs only while the reactor's thread stands still and counts as it. The
 * behaviour is the same, apart from the speed and from thread-locals; which way is in use is logged once.
 *
 * <p>A body must not await while it holds a monitor or a lock: in debug mode that throws IllegalStateException,
 * otherwise other bodies may get in or the reactor may stand still for ever. A body that nobody can resume is simply
 * collected with continuations, and keeps its thread without them.
 *
 * <p><b>Threading</b>: as for {@link Deferred}. The body counts as the thread that runs it.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.inlineCallbacks}.
 */
public final class Coroutines {
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private Coroutines() {}

    /**
     * Runs a body that returns a value.
     *
     * @param <T> the type of the value
     * @param body the body
     * @return fires with what the body returns or throws; cancelling it cancels what the body awaits
     */
    public static <T extends @Nullable Object> Deferred<T> run(Callable<? extends T> body) {
        return Chain.erase(body(Objects.requireNonNull(body, "body")).start());
    }

    /**
     * Runs a body that returns nothing.
     *
     * @param body the body
     * @return fires with null when the body has ended, or with what it throws; cancelling it cancels what the body
     *     awaits
     */
    public static Deferred<@Nullable Void> run(Action body) {
        Objects.requireNonNull(body, "body");
        Callable<@Nullable Object> callable = () -> {
            body.run();
            return null;
        };
        return Chain.erase(body(callable).start());
    }

    /**
     * Waits for a Deferred within a body. Its result is null afterwards.
     *
     * @param <T> the type of the value
     * @param deferred what to wait for
     * @return the value
     * @throws Exception the very exception that the Deferred failed with
     * @throws IllegalStateException outside of a body, in a static initialiser, when the Deferred waits for this very
     *     body and, in debug mode, while the body holds a lock
     */
    public static <T extends @Nullable Object> T await(Deferred<? extends T> deferred) throws Exception {
        CoroutineBody body = CoroutineBody.current();
        if (body == null) {
            throw new IllegalStateException("await was called outside of Coroutines.run; elsewhere add a callback");
        }
        return Chain.erase(body.await(deferred));
    }

    private static CoroutineBody body(Callable<?> function) {
        boolean continuations = ContinuationBody.available();
        if (!SAID.get() && SAID.compareAndSet(false, true)) {
            Debug.LOG.info(
                    continuations
                            ? "coroutines run on the reactor's own thread"
                            : "coroutines that wait have threads of their own; with JDK 21 or later, --add-exports"
                                    + " java.base/jdk.internal.vm=ALL-UNNAMED makes them faster");
        }
        return continuations ? new ContinuationBody(function) : new CarrierBody(function);
    }
}
