/* SPDX-License-Identifier: MIT */
package io.netwist.deferred.task;

import io.netwist.deferred.CheckReturnValue;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Doing something once, later.
 *
 * <p><b>Source</b>: {@code twisted.internet.task.deferLater}.
 */
@CheckReturnValue
public final class Tasks {
    private Tasks() {}

    /**
     * Calls a function after a delay.
     *
     * @param <T> the type of the result
     * @param time the clock
     * @param delay how long from now
     * @param function called then; never, if the Deferred is cancelled before
     * @return fires with what the function returns or throws
     */
    public static <T extends @Nullable Object> Deferred<T> deferLater(
            ReactorTime time, Duration delay, Callable<? extends T> function) {
        return sleep(time, delay).addCallback(over -> function.call());
    }

    /**
     * Calls a function that returns a Deferred after a delay.
     *
     * @param <T> the type of the result
     * @param time the clock
     * @param delay how long from now
     * @param function called then; never, if the Deferred is cancelled before; once called, cancelling goes to what it
     *     returned
     * @return fires with the result of what the function returns
     */
    public static <T extends @Nullable Object> Deferred<T> deferLaterDeferring(
            ReactorTime time, Duration delay, Callable<? extends Deferred<? extends T>> function) {
        return sleep(time, delay).addCallbackDeferring(over -> Deferreds.<T>maybeDeferring(function));
    }

    /**
     * Waits.
     *
     * @param time the clock
     * @param delay how long from now
     * @return fires with null then
     */
    public static Deferred<@Nullable Void> sleep(ReactorTime time, Duration delay) {
        DelayedCall[] call = new DelayedCall[1];
        Deferred<@Nullable Void> deferred = new Deferred<>(self -> call[0].cancel());
        call[0] = time.callLater(delay, () -> deferred.callback(null));
        return deferred;
    }
}
