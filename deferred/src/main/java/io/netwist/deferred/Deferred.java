/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A result that does not exist yet, and the chain of callbacks that it will go through.
 *
 * <p>Whoever makes a Deferred fires it once, with {@link #callback} or {@link #errback}. Whoever receives it adds
 * callbacks, each of which gets what the one before it returned; a callback that throws makes the result a
 * {@link Failure}, which goes past all callbacks to the next errback, and an errback that returns a value brings the
 * chain back. Adding to a Deferred that has fired runs the new callback at once.
 *
 * <p><b>Contract</b>
 *
 * <ul>
 *   <li>The add methods change this Deferred and return it. Where the result's type changes, the returned reference has
 *       the new type and the old one must not be used again.
 *   <li>A callback that returns a Deferred is added with a method whose name ends in {@code Deferring}; the chain then
 *       waits for that one and takes its result, which is null afterwards. Returned from any other method it fails the
 *       chain.
 *   <li>Callbacks run on the stack of whoever fires, and without recursion: chains of any length need constant stack.
 *   <li>A stage, a result and a canceller are forgotten as soon as they are no longer needed.
 *   <li>A function that returns a {@link Failure} fails the chain with it, and so does {@link #callback} with one.
 * </ul>
 *
 * <p><b>Threading</b>: a Deferred belongs to one reactor: to the one on whose thread it was made or, made elsewhere, to
 * the first whose thread touches it. Every other thread gets {@link WrongReactorThreadException}.
 *
 * <p><b>Errors</b>: nothing thrown by a callback comes out of the methods here, except that an error of the virtual
 * machine, such as OutOfMemoryError, is also thrown to whoever fired. A failure that nobody has handled when the
 * Deferred becomes garbage is reported; see {@link UnhandledFailures}.
 *
 * <p><b>Source</b>: {@code twisted.internet.defer.Deferred}.
 *
 * @param <T> the type of the result
 */
public class Deferred<T extends @Nullable Object> extends Special {
    /** The thread of the reactor that this belongs to, or the thread that made it while no reactor has touched it. */
    Thread owner;

    /** Null before firing; then the raw result or, while waiting, the Deferred that this waits for. */
    @Nullable
    Object result;

    /** Stages that have not run, from head to tail; null when there are none. See {@link Chain}. */
    Object @Nullable [] stages;

    int head;
    int tail;

    /** The flags of {@link Chain}. */
    int flags;

    /** A Canceller, or null when there is none or once this was fired. */
    @Nullable
    Object canceller;

    /** Null for most. */
    @Nullable
    Extras extras;

    /** Makes a Deferred that fails with {@link CancelledException} when it is cancelled. */
    public Deferred() {
        owner = ReactorThread.current();
        if (Debug.tracing) {
            extras = Debug.created();
        }
        if (Events.wantsCreated()) {
            Events.created();
        }
    }

    /**
     * Makes a Deferred that knows how to stop the work behind it.
     *
     * @param canceller stops the work; it is called at most once, and never after the Deferred has fired
     */
    public Deferred(Canceller<? super T> canceller) {
        this();
        this.canceller = Objects.requireNonNull(canceller, "canceller");
    }

    /**
     * Makes a Deferred that has fired with a value.
     *
     * @param <T> the type of the value
     * @param value the value
     * @return a fired Deferred
     */
    @CheckReturnValue
    public static <T extends @Nullable Object> Deferred<T> succeed(@Nullable T value) {
        Deferred<T> deferred = new Deferred<>();
        deferred.callback(value);
        return deferred;
    }

    /**
     * Makes a Deferred that has failed.
     *
     * @param <T> the type that the result would have had
     * @param reason why
     * @return a fired Deferred
     */
    @CheckReturnValue
    public static <T extends @Nullable Object> Deferred<T> fail(Throwable reason) {
        return fail(Failure.of(reason));
    }

    /**
     * Makes a Deferred that has failed.
     *
     * @param <T> the type that the result would have had
     * @param reason why
     * @return a fired Deferred
     */
    @CheckReturnValue
    public static <T extends @Nullable Object> Deferred<T> fail(Failure reason) {
        Deferred<T> deferred = new Deferred<>();
        deferred.errback(reason);
        return deferred;
    }

    /** Throws unless the current thread may use this, and lets a reactor adopt it. */
    final void check(String what) {
        if (Thread.currentThread() != owner) {
            owner = ReactorThread.touch(owner, what);
        }
    }

    // --- transforming -------------------------------------------------------------------------------------------

    /**
     * Adds a function of the value; the result becomes what it returns.
     *
     * @param <R> the type of the next result
     * @param callback called with the value; not called for a failure, which passes through
     * @return this
     */
    @CheckReturnValue
    public <R extends @Nullable Object> Deferred<R> addCallback(Callback<? super T, ? extends R> callback) {
        check("Deferred.addCallback");
        return Chain.add(
                this, callback instanceof Special ? new Stages.Success(Chain.erase(callback)) : required(callback));
    }

    /**
     * Adds a function of the failure; the result becomes what it returns. To stay on the error side, throw:
     * {@code throw failure.propagate();}
     *
     * @param errback called with the failure; not called for a value, which passes through
     * @return this
     */
    public Deferred<T> addErrback(Callback<? super Failure, ? extends T> errback) {
        check("Deferred.addErrback");
        return Chain.add(this, new Stages.Errback(Chain.erase(required(errback))));
    }

    /**
     * Adds a catch clause: a function of failures of one type. Others pass through.
     *
     * @param <X> the type
     * @param type the type
     * @param errback called with the exception
     * @return this
     */
    public <X extends Throwable> Deferred<T> addErrback(Class<X> type, Callback<? super X, ? extends T> errback) {
        check("Deferred.addErrback");
        return Chain.add(this, new Stages.TypedErrback<>(required(type), required(errback)));
    }

    /**
     * Adds one stage of two functions, of which exactly one is called. What the first throws is not seen by the second.
     *
     * @param <R> the type of the next result
     * @param callback called with the value
     * @param errback called with the failure
     * @return this
     */
    @CheckReturnValue
    public <R extends @Nullable Object> Deferred<R> addCallbacks(
            Callback<? super T, ? extends R> callback, Callback<? super Failure, ? extends R> errback) {
        check("Deferred.addCallbacks");
        return Chain.add(this, new Stages.Both(Chain.erase(required(callback)), Chain.erase(required(errback))));
    }

    /**
     * Adds a function of the outcome, value or failure; the result becomes what it returns.
     *
     * @param <R> the type of the next result
     * @param callback called with the outcome
     * @return this
     */
    @CheckReturnValue
    public <R extends @Nullable Object> Deferred<R> addBoth(Callback<? super Outcome<T>, ? extends R> callback) {
        check("Deferred.addBoth");
        return Chain.add(this, new Stages.Whole(Chain.erase(required(callback))));
    }

    // --- transforming, waiting for a Deferred that the function returns -------------------------------------------

    /**
     * Like {@link #addCallback} for a function that returns a Deferred: the chain waits for it and goes on with its
     * result.
     *
     * @param <R> the type of the next result
     * @param callback called with the value
     * @return this
     */
    @CheckReturnValue
    public <R extends @Nullable Object> Deferred<R> addCallbackDeferring(
            Callback<? super T, ? extends Deferred<? extends R>> callback) {
        check("Deferred.addCallbackDeferring");
        return Chain.add(this, new Stages.SuccessDeferring(Chain.erase(required(callback))));
    }

    /**
     * Like {@link #addErrback(Callback)} for a function that returns a Deferred.
     *
     * @param errback called with the failure
     * @return this
     */
    public Deferred<T> addErrbackDeferring(Callback<? super Failure, ? extends Deferred<? extends T>> errback) {
        check("Deferred.addErrbackDeferring");
        return Chain.add(this, new Stages.ErrbackDeferring(Chain.erase(required(errback))));
    }

    /**
     * Like {@link #addBoth} for a function that returns a Deferred.
     *
     * @param <R> the type of the next result
     * @param callback called with the outcome
     * @return this
     */
    @CheckReturnValue
    public <R extends @Nullable Object> Deferred<R> addBothDeferring(
            Callback<? super Outcome<T>, ? extends Deferred<? extends R>> callback) {
        check("Deferred.addBothDeferring");
        return Chain.add(this, new Stages.WholeDeferring(Chain.erase(required(callback))));
    }

    // --- dealing with a failure without a value -------------------------------------------------------------------

    /**
     * Handles a failure; the result becomes null. A value passes through.
     *
     * @param handler called with the failure
     * @return this
     */
    public Deferred<T> handleFailure(Effect<? super Failure> handler) {
        check("Deferred.handleFailure");
        return Chain.add(this, new Stages.FailureHandler(required(handler)));
    }

    /**
     * Handles failures of one type; the result becomes null. Others and values pass through.
     *
     * @param <X> the type
     * @param type the type
     * @param handler called with the exception
     * @return this
     */
    public <X extends Throwable> Deferred<T> handleFailure(Class<X> type, Effect<? super X> handler) {
        check("Deferred.handleFailure");
        return Chain.add(this, new Stages.TypedHandler<>(required(type), required(handler)));
    }

    /**
     * Takes the result, whatever it is; null remains. It is {@link #addCallbacks} for functions that return nothing.
     *
     * @param success called with the value
     * @param failure called with the failure, which is handled thereby
     * @return this
     */
    public Deferred<@Nullable Void> consume(Effect<? super T> success, Effect<? super Failure> failure) {
        check("Deferred.consume");
        return Chain.add(this, new Stages.Consume(Chain.erase(required(success)), required(failure)));
    }

    // --- looking on -----------------------------------------------------------------------------------------------

    /**
     * Looks at a value, which passes through unchanged. An exception that the effect throws replaces it.
     *
     * @param effect called with the value
     * @return this
     */
    public Deferred<T> onSuccess(Effect<? super T> effect) {
        check("Deferred.onSuccess");
        return Chain.add(this, new Stages.OnSuccess(Chain.erase(required(effect))));
    }

    /**
     * Looks at a failure, which passes through unchanged: it still has to be handled. An exception that the effect
     * throws replaces it.
     *
     * @param effect called with the failure
     * @return this
     */
    public Deferred<T> onFailure(Effect<? super Failure> effect) {
        check("Deferred.onFailure");
        return Chain.add(this, new Stages.OnFailure(required(effect)));
    }

    /**
     * Looks at the outcome, which passes through unchanged: a failure still has to be handled. An exception that the
     * effect throws replaces it.
     *
     * @param effect called with the outcome
     * @return this
     */
    public Deferred<T> onFired(Effect<? super Outcome<T>> effect) {
        check("Deferred.onFired");
        return Chain.add(this, new Stages.OnFired(Chain.erase(required(effect))));
    }

    // --- firing ---------------------------------------------------------------------------------------------------

    /**
     * Fires with a value and runs the callbacks before it returns. A {@link Failure} fires as {@link #errback(Failure)}
     * does; see {@link #callbackValue}.
     *
     * @param value the value
     * @throws AlreadyCalledException if this has been fired
     * @throws IllegalArgumentException if the value is a Deferred
     */
    public void callback(@Nullable T value) {
        if (value instanceof Deferred) {
            throw new IllegalArgumentException("a Deferred cannot be the value of a Deferred; use chainDeferred on it");
        }
        Chain.fireValue(this, value);
    }

    /**
     * Fires with a value, also when that is a {@link Failure}, which then is a value like any other and nobody needs to
     * handle.
     *
     * @param value the value
     * @throws AlreadyCalledException if this has been fired
     * @throws IllegalArgumentException if the value is a Deferred
     */
    public void callbackValue(@Nullable T value) {
        if (value instanceof Failure failure) {
            Chain.fire(this, new FailureValue(failure), "Deferred.callbackValue");
        } else {
            callback(value);
        }
    }

    /**
     * Fires with a failure and runs the errbacks before it returns.
     *
     * @param reason why there is no value
     * @throws AlreadyCalledException if this has been fired
     */
    public void errback(Throwable reason) {
        errback(Failure.of(reason));
    }

    /**
     * Fires with a failure and runs the errbacks before it returns.
     *
     * @param reason why there is no value
     * @throws AlreadyCalledException if this has been fired
     */
    public void errback(Failure reason) {
        Chain.fire(this, required(reason), "Deferred.errback");
    }

    // --- cancelling -----------------------------------------------------------------------------------------------

    /**
     * Asks to stop the work. If this has not fired, its canceller is called, and it fails with
     * {@link CancelledException} unless the canceller has fired it; if it waits for another Deferred, that one is
     * cancelled instead; in every other case nothing happens. Whatever the canceller throws, this method does not.
     *
     * <p>Without a canceller the work goes on, and its late result is dropped without complaint, once.
     */
    public void cancel() {
        check("Deferred.cancel");
        Chain.cancel(this);
    }

    /**
     * Cancels this unless it fires in time, counting from now; the failure is then {@link DeferredTimeoutException}.
     * The time limit covers the callbacks added so far and the Deferreds that they return, not those added later.
     *
     * @param timeout how long to wait
     * @param time the clock
     * @return this
     */
    public Deferred<T> addTimeout(Duration timeout, ReactorTime time) {
        return addTimeout(timeout, time, (outcome, limit) -> {
            if (!outcome.isSuccess()) {
                outcome.failure().trap(CancelledException.class);
                throw new DeferredTimeoutException(limit, "Deferred");
            }
            return outcome.value();
        });
    }

    /**
     * Like {@link #addTimeout(Duration, ReactorTime)} with a function that decides what the result is once the time was
     * over.
     *
     * @param timeout how long to wait
     * @param time the clock
     * @param onTimeout called with what came of the cancelling, which may be a value
     * @return this
     */
    public Deferred<T> addTimeout(Duration timeout, ReactorTime time, TimeoutHandler<T> onTimeout) {
        check("Deferred.addTimeout");
        Stages.TimeLimit<T> limit = new Stages.TimeLimit<>(this, timeout, required(onTimeout));
        limit.start(time);
        return Chain.add(this, limit);
    }

    /**
     * Decides the result of a Deferred whose time was over.
     *
     * @param <T> the type of the result
     */
    @FunctionalInterface
    public interface TimeoutHandler<T extends @Nullable Object> {
        /**
         * Makes the result.
         *
         * @param outcome what came of cancelling the Deferred
         * @param timeout the time limit
         * @return the result
         * @throws Throwable anything, which becomes a {@link Failure}
         */
        @Nullable
        T timedOut(Outcome<T> outcome, Duration timeout) throws Throwable;
    }

    // --- pausing and chaining -------------------------------------------------------------------------------------

    /** Holds the chain: no callback begins until {@link #unpause()} was called as often as this. */
    public void pause() {
        check("Deferred.pause");
        flags += Chain.PAUSE;
    }

    /**
     * Takes back one {@link #pause()}; the last one runs the callbacks that could have run meanwhile.
     *
     * @throws IllegalStateException if this is not paused
     */
    public void unpause() {
        check("Deferred.unpause");
        if (!isPaused()) {
            throw new IllegalStateException("unpause() without a pause() before it: " + this);
        }
        flags -= Chain.PAUSE;
        if (!isPaused()) {
            Chain.proceed(this);
        }
    }

    /**
     * Hands the result, value or failure, to another Deferred; null remains here. It is one-way: what happens to the
     * other does not come back.
     *
     * @param other fired with the result
     */
    public void chainDeferred(Deferred<? super T> other) {
        check("Deferred.chainDeferred");
        Chain.add(this, new Stages.Forward(required(other)));
    }

    /**
     * Hands the result over to a future; null remains here. Cancelling the future cancels this, on the thread that this
     * belongs to.
     *
     * @return a future that is completed when this fires
     */
    @CheckReturnValue
    public CompletableFuture<T> toCompletableFuture() {
        check("Deferred.toCompletableFuture");
        return Bridges.toCompletableFuture(this);
    }

    // --- for diagnosis --------------------------------------------------------------------------------------------

    /**
     * Tells whether this has been fired.
     *
     * @return whether it is too late for {@link #callback}
     */
    public boolean isCalled() {
        return (flags & Chain.FIRED) != 0;
    }

    /**
     * Tells whether {@link #pause()} was called more often than {@link #unpause()}.
     *
     * @return whether this is paused
     */
    public boolean isPaused() {
        return (flags & Chain.PAUSED) != 0;
    }

    /**
     * Tells whether a callback added now would run at once.
     *
     * @return whether this has fired and neither waits nor is paused nor runs a callback
     */
    public boolean hasResult() {
        return Chain.isIdle(this);
    }

    /**
     * Switches debug mode: Deferreds then record where they are made and fired, and exceptions for expected endings
     * carry a stack trace. It starts on when the system property {@code io.netwist.deferred.debug} is true.
     *
     * @param on whether to
     */
    public static void setDebugging(boolean on) {
        Debug.set(on);
    }

    /**
     * Has this Deferred record where it is fired, also when debug mode is off: what {@link AlreadyCalledException} and
     * {@link UnhandledFailure} then tell of it. Where it was made is not known.
     *
     * @param on whether to; off does not take back what debug mode records
     * @return this
     */
    public Deferred<T> setDebug(boolean on) {
        check("Deferred.setDebug");
        flags = on ? flags | Chain.TRACED : flags & ~Chain.TRACED;
        return this;
    }

    /**
     * Tells whether debug mode is on.
     *
     * @return whether it is
     */
    public static boolean getDebugging() {
        return Debug.on;
    }

    /** The class and identity, and the result or what this waits for if there is any. It never throws. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(getClass().getSimpleName())
                .append('@')
                .append(Integer.toHexString(System.identityHashCode(this)));
        if ((flags & Chain.WAITING) != 0) {
            text.append(" waiting for Deferred@").append(Integer.toHexString(System.identityHashCode(result)));
        } else if (isCalled()) {
            text.append(" result: ").append(Failure.text(Chain.unwrap(result)));
        }
        return text.toString();
    }

    private static <A> A required(A argument) {
        return Objects.requireNonNull(argument);
    }
}
