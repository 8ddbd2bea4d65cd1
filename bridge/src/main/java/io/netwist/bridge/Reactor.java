/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.task.Tasks;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and one thread: everything that Twisted's reactor does.
 *
 * <p>{@code NettyReactor.create()} makes one. Ask for the narrowest role that does: a timeout needs {@link ReactorTime}
 * only, and then a test needs only a clock.
 */
public interface Reactor
        extends ReactorCore,
                ReactorTime,
                ReactorTcp,
                ReactorUnix,
                ReactorUdp,
                ReactorProcess,
                ReactorNames,
                ReactorThreads {

    /**
     * Calls a function later. Source: {@code twisted.internet.task.deferLater}.
     *
     * @param <T> the result
     * @param delay from now
     * @param function called once
     * @return fired with its result; cancelling it before that prevents the call
     */
    default <T extends @Nullable Object> Deferred<T> deferLater(Duration delay, Callable<? extends T> function) {
        return Tasks.deferLater(this, delay, function);
    }
}
