/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.task.LoopingCall;
import io.netwist.deferred.time.Action;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something when it starts, and again each period while it runs.
 *
 * <p>A call that fails is logged and does not end the schedule; this is not ready until one succeeds again. A call whose
 * Deferred is not done when the next is due makes that one wait; a stop waits for it. Source: {@code
 * twisted.application.internet.TimerService}, whose loop ends at the first failure.
 */
public final class TimerService extends BaseService {

    private static final Logger LOG = LoggerFactory.getLogger(TimerService.class);

    private final Duration period;
    private final Callable<? extends Deferred<?>> function;

    private @Nullable LoopingCall loop;
    private @Nullable Deferred<?> running;
    private @Nullable Throwable lastFailure;

    /**
     * Repeats an action.
     *
     * @param period from the beginning of one call to that of the next; zero or more
     * @param action what to do
     */
    public TimerService(Duration period, Action action) {
        this(Objects.requireNonNull(action, "action"), period);
    }

    private TimerService(Action action, Duration period) {
        this.period = notNegative(period);
        this.function = () -> {
            action.run();
            return Deferred.succeed(null);
        };
    }

    private TimerService(Callable<? extends Deferred<?>> function, Duration period) {
        this.period = notNegative(period);
        this.function = Objects.requireNonNull(function, "function");
    }

    /**
     * Repeats a function that returns a Deferred.
     *
     * @param period from the beginning of one call to that of the next; zero or more
     * @param function what to do; the next call comes after its Deferred has fired
     * @return the service
     */
    public static TimerService deferring(Duration period, Callable<? extends Deferred<?>> function) {
        return new TimerService(function, period);
    }

    private static Duration notNegative(Duration period) {
        if (period.isNegative()) {
            throw new IllegalArgumentException("period: " + period + " (expected: zero or more)");
        }
        return period;
    }

    @Override
    public Deferred<?> startService() throws Exception {
        LoopingCall looping = LoopingCall.deferring(reactor(), this::once);
        loop = looping;
        running = looping.start(period);
        return super.startService();
    }

    private Deferred<?> once() {
        return swallowed(Deferreds.<@Nullable Object>maybeDeferring(() -> any(function.call())));
    }

    @SuppressWarnings("unchecked") // what it fires with is not looked at
    private static Deferred<@Nullable Object> any(@Nullable Deferred<?> deferred) {
        return (Deferred<@Nullable Object>)
                Objects.requireNonNull(deferred, "the function returned null (expected: a Deferred)");
    }

    private Deferred<@Nullable Void> swallowed(Deferred<@Nullable Object> call) {
        return call.consume(value -> lastFailure = null, failure -> {
            lastFailure = failure.value();
            LOG.error("{} failed, next in {}", path(), period, failure.value());
        });
    }

    @Override
    public Deferred<?> stopService() throws Exception {
        LoopingCall looping = loop;
        Deferred<?> ending = running;
        loop = null;
        running = null;
        if (looping == null || ending == null) {
            return super.stopService();
        }
        if (looping.running()) {
            looping.stop();
        }
        return ending;
    }

    @Override
    public boolean isReady() {
        return super.isReady() && lastFailure == null;
    }

    /**
     * Why the last call failed.
     *
     * @return empty if it did not
     */
    public Optional<Throwable> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }
}
