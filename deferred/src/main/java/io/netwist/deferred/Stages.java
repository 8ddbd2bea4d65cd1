/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The stages behind the add methods of {@link Deferred}, one small class each. */
final class Stages {
    private Stages() {}

    /** A success callback that cannot stand bare in its slot because it is itself something special. */
    static final class Success extends Stage {
        private final Callback<@Nullable Object, ?> callback;

        Success(Callback<@Nullable Object, ?> callback) {
            this.callback = callback;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            return result instanceof Failure ? result : plain(callback.call(Chain.unwrap(result)));
        }
    }

    static final class SuccessDeferring extends Stage {
        private final Callback<@Nullable Object, ?> callback;

        SuccessDeferring(Callback<@Nullable Object, ?> callback) {
            this.callback = callback;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            return result instanceof Failure ? result : deferred(callback.call(Chain.unwrap(result)));
        }
    }

    static final class Errback extends Stage {
        private final Callback<Failure, ?> errback;

        Errback(Callback<Failure, ?> errback) {
            this.errback = errback;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            return result instanceof Failure failure ? plain(errback.call(failure)) : result;
        }
    }

    static final class ErrbackDeferring extends Stage {
        private final Callback<Failure, ?> errback;

        ErrbackDeferring(Callback<Failure, ?> errback) {
            this.errback = errback;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            return result instanceof Failure failure ? deferred(errback.call(failure)) : result;
        }
    }

    /** A catch clause. */
    static final class TypedErrback<X extends Throwable> extends Stage {
        private final Class<X> type;
        private final Callback<? super X, ?> errback;

        TypedErrback(Class<X> type, Callback<? super X, ?> errback) {
            this.type = type;
            this.errback = errback;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            return result instanceof Failure failure && type.isInstance(failure.value())
                    ? plain(errback.call(type.cast(failure.value())))
                    : result;
        }
    }

    static final class TypedHandler<X extends Throwable> extends Stage {
        private final Class<X> type;
        private final Effect<? super X> handler;

        TypedHandler(Class<X> type, Effect<? super X> handler) {
            this.type = type;
            this.handler = handler;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            if (result instanceof Failure failure && type.isInstance(failure.value())) {
                handler.accept(type.cast(failure.value()));
                return null;
            }
            return result;
        }
    }

    static final class FailureHandler extends Stage {
        private final Effect<? super Failure> handler;

        FailureHandler(Effect<? super Failure> handler) {
            this.handler = handler;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            if (result instanceof Failure failure) {
                handler.accept(failure);
                return null;
            }
            return result;
        }
    }

    static final class Both extends Stage {
        private final Callback<@Nullable Object, ?> callback;
        private final Callback<Failure, ?> errback;

        Both(Callback<@Nullable Object, ?> callback, Callback<Failure, ?> errback) {
            this.callback = callback;
            this.errback = errback;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            return plain(
                    result instanceof Failure failure ? errback.call(failure) : callback.call(Chain.unwrap(result)));
        }
    }

    static final class Consume extends Stage {
        private final Effect<@Nullable Object> success;
        private final Effect<? super Failure> failed;

        Consume(Effect<@Nullable Object> success, Effect<? super Failure> failed) {
            this.success = success;
            this.failed = failed;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            if (result instanceof Failure failure) {
                failed.accept(failure);
            } else {
                success.accept(Chain.unwrap(result));
            }
            return null;
        }
    }

    static final class Whole extends Stage {
        private final Callback<Outcome<@Nullable Object>, ?> callback;

        Whole(Callback<Outcome<@Nullable Object>, ?> callback) {
            this.callback = callback;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            return plain(callback.call(outcome(result)));
        }
    }

    static final class WholeDeferring extends Stage {
        private final Callback<Outcome<@Nullable Object>, ?> callback;

        WholeDeferring(Callback<Outcome<@Nullable Object>, ?> callback) {
            this.callback = callback;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            return deferred(callback.call(outcome(result)));
        }
    }

    static final class OnSuccess extends Stage {
        private final Effect<@Nullable Object> effect;

        OnSuccess(Effect<@Nullable Object> effect) {
            this.effect = effect;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            if (!(result instanceof Failure)) {
                effect.accept(Chain.unwrap(result));
            }
            return result;
        }
    }

    static final class OnFailure extends Stage {
        private final Effect<? super Failure> effect;

        OnFailure(Effect<? super Failure> effect) {
            this.effect = effect;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            if (result instanceof Failure failure) {
                effect.accept(failure);
            }
            return result;
        }
    }

    static final class OnFired extends Stage {
        private final Effect<Outcome<@Nullable Object>> effect;

        OnFired(Effect<Outcome<@Nullable Object>> effect) {
            this.effect = effect;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            effect.accept(outcome(result));
            return result;
        }
    }

    /** {@link Deferred#chainDeferred}: the result goes to another Deferred and null remains. */
    static final class Forward extends Stage.Handover {
        private final Deferred<?> target;
        private @Nullable Deferred<?> next;

        Forward(Deferred<?> target) {
            this.target = target;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) {
            next = Chain.settle(target, result, "Deferred.chainDeferred");
            return null;
        }

        @Override
        @Nullable
        Deferred<?> next() {
            return next;
        }
    }

    /** {@link Deferreds#fork}: the result stays and goes to another Deferred too. */
    static final class Fork extends Stage.Handover {
        private final Deferred<?> source;
        private final Deferred<?> fork;
        private @Nullable Deferred<?> next;

        Fork(Deferred<?> source, Deferred<?> fork) {
            this.source = source;
            this.fork = fork;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) {
            if (result instanceof Failure failure) {
                Extras.of(source).forked = failure;
            }
            next = Chain.settle(fork, result, "Deferreds.fork");
            return result;
        }

        @Override
        @Nullable
        Deferred<?> next() {
            return next;
        }
    }

    /** {@link Deferreds#shield}: like {@link Forward}, unless the other has been cancelled. */
    static final class Shield extends Stage.Handover {
        private final Deferred<?> target;
        private @Nullable Deferred<?> next;

        Shield(Deferred<?> target) {
            this.target = target;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) {
            if (target.isCalled()) {
                return result;
            }
            next = Chain.settle(target, result, "Deferreds.shield");
            return null;
        }

        @Override
        @Nullable
        Deferred<?> next() {
            return next;
        }
    }

    /** {@link Deferreds#delayCancel}: the request to cancel is kept until the work is over. */
    static final class DelayedCancel extends Stage.Handover implements Chain.Patient {
        final Deferred<Object> outside = new Deferred<>(this);
        private boolean cancelled;
        private @Nullable Deferred<?> next;

        @Override
        public void cancel(Deferred<Object> self) {
            cancelled = true;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) {
            Object given = result;
            if (cancelled) {
                CancelledException late = new CancelledException();
                if (result instanceof Failure failure) {
                    late.addSuppressed(failure.value());
                }
                given = Failure.of(late);
            }
            next = Chain.settle(outside, given, "Deferreds.delayCancel");
            return null;
        }

        @Override
        @Nullable
        Deferred<?> next() {
            return next;
        }
    }

    /** {@link Deferred#addTimeout}: the timer's action and the stage that stops it. */
    static final class TimeLimit<T extends @Nullable Object> extends Stage implements Action {
        private final Duration timeout;
        private final Deferred.TimeoutHandler<T> onTimeout;

        /** Null once the time is over, or the result is there. */
        private @Nullable Deferred<T> limited;

        private @Nullable DelayedCall call;
        private boolean expired;

        TimeLimit(Deferred<T> limited, Duration timeout, Deferred.TimeoutHandler<T> onTimeout) {
            this.limited = limited;
            this.timeout = timeout;
            this.onTimeout = onTimeout;
        }

        void start(ReactorTime time) {
            call = time.callLater(timeout, this);
        }

        @Override
        public void run() {
            Deferred<T> late = limited;
            limited = null;
            if (late != null) {
                expired = true;
                late.cancel();
            }
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) throws Throwable {
            limited = null;
            if (expired) {
                return plain(onTimeout.timedOut(Chain.erase(outcome(result)), timeout));
            }
            if (call != null && call.active()) {
                call.cancel();
            }
            return result;
        }
    }

    static Outcome<@Nullable Object> outcome(@Nullable Object result) {
        return result instanceof Failure failure ? Outcome.failed(failure) : Outcome.success(Chain.unwrap(result));
    }
}
