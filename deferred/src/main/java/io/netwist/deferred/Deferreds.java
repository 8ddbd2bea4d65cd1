/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Deferreds out of functions, and several Deferreds as one.
 *
 * <p>The methods that take several take what they find when they are called; later changes to the collection have no
 * effect. They consume the results: each member's result is null afterwards, and its failure counts as handled.
 * Cancelling the returned Deferred cancels all members.
 *
 * <p><b>Threading</b>: as for {@link Deferred}: one reactor's thread.
 *
 * <p><b>Source</b>: the functions of {@code twisted.internet.defer}.
 */
@CheckReturnValue
public final class Deferreds {
    private Deferreds() {}

    /**
     * Calls a function and gives its result as a Deferred, whether it returns or throws.
     *
     * @param <T> the type of the result
     * @param function called at once
     * @return a fired Deferred
     */
    public static <T extends @Nullable Object> Deferred<T> maybe(Callable<? extends T> function) {
        Deferred<T> deferred = new Deferred<>();
        @Nullable Object result;
        try {
            result = Stage.plain(function.call());
        } catch (Throwable thrown) {
            result = Chain.caught(thrown);
        }
        Chain.fire(deferred, result, "Deferreds.maybe");
        return deferred;
    }

    /**
     * Calls a function that returns a Deferred; if it throws or returns null, that becomes a failed Deferred.
     *
     * @param <T> the type of the result
     * @param function called at once
     * @return the Deferred that the function returned, or a failed one
     */
    public static <T extends @Nullable Object> Deferred<T> maybeDeferring(
            Callable<? extends Deferred<? extends T>> function) {
        try {
            return Chain.erase(Stage.deferred(function.call()));
        } catch (Throwable thrown) {
            return Deferred.fail(Chain.caught(thrown));
        }
    }

    /**
     * Waits for all, whatever comes of each.
     *
     * @param <T> the type of the values
     * @param members the Deferreds
     * @return the outcomes in the order of the members; it never fails
     */
    public static <T extends @Nullable Object> Deferred<List<Outcome<T>>> list(
            Iterable<? extends Deferred<? extends T>> members) {
        return Chain.erase(Gathering.start(members, Gathering.Mode.LIST));
    }

    /**
     * Waits for the values of all; the first failure fails it at once, as it is. The other members go on.
     *
     * @param <T> the type of the values
     * @param members the Deferreds
     * @return the values in the order of the members
     */
    public static <T extends @Nullable Object> Deferred<List<T>> gather(
            Iterable<? extends Deferred<? extends T>> members) {
        return Chain.erase(Gathering.start(members, Gathering.Mode.GATHER));
    }

    /**
     * Like {@link #gather}, and the first failure also cancels the members that have not fired.
     *
     * @param <T> the type of the values
     * @param members the Deferreds
     * @return the values in the order of the members
     */
    public static <T extends @Nullable Object> Deferred<List<T>> gatherOrCancel(
            Iterable<? extends Deferred<? extends T>> members) {
        return Chain.erase(Gathering.start(members, Gathering.Mode.GATHER_OR_CANCEL));
    }

    /**
     * Waits for two values of different types and makes one of them.
     *
     * @param <A> the type of the first value
     * @param <B> the type of the second value
     * @param <R> the type of the result
     * @param first a Deferred
     * @param second another
     * @param function called with both values
     * @return what the function makes of them; it fails with the first failure
     */
    public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            Deferred<R> combine(
                    Deferred<? extends A> first,
                    Deferred<? extends B> second,
                    Combiner<? super A, ? super B, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        Deferred<List<Object>> both = Chain.erase(Gathering.start(List.of(first, second), Gathering.Mode.GATHER));
        Combiner<Object, Object, ? extends R> untyped = Chain.erase(function);
        return both.addCallback(values -> untyped.combine(values.get(0), values.get(1)));
    }

    /**
     * Makes one result of two.
     *
     * @param <A> the type of the first
     * @param <B> the type of the second
     * @param <R> the type of the result
     */
    @FunctionalInterface
    public interface Combiner<A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> {
        /**
         * Makes the result.
         *
         * @param first the first
         * @param second the second
         * @return the result
         * @throws Throwable anything, which becomes a {@link Failure}
         */
        @Nullable
        R combine(A first, B second) throws Throwable;
    }

    /**
     * Waits for the first value. The other members go on, and what comes of them is dropped.
     *
     * @param <T> the type of the value
     * @param members the Deferreds, at least one
     * @return the first value and whose it is; it fails with {@link FailureGroup} when all have failed
     * @throws IllegalArgumentException if there are no members
     */
    public static <T extends @Nullable Object> Deferred<Indexed<T>> firstSuccess(
            Iterable<? extends Deferred<? extends T>> members) {
        return Chain.erase(Gathering.start(members, Gathering.Mode.FIRST_SUCCESS));
    }

    /**
     * Waits for the first value and cancels the other members, before the callbacks of the result run.
     *
     * @param <T> the type of the value
     * @param members the Deferreds, at least one
     * @return the first value and whose it is; it fails with {@link FailureGroup} when all have failed
     * @throws IllegalArgumentException if there are no members
     */
    public static <T extends @Nullable Object> Deferred<Indexed<T>> race(
            Iterable<? extends Deferred<? extends T>> members) {
        return Chain.erase(Gathering.start(members, Gathering.Mode.RACE));
    }

    /**
     * A loop whose body returns Deferreds: {@code while (again.test(value)) value = step.call(value)}. It needs constant
     * stack, however many steps there are.
     *
     * @param <T> the type of the value
     * @param start the first value
     * @param again whether to go on with a value
     * @param step makes the next value
     * @return the first value that is not to go on with; it fails with the first failure
     */
    public static <T extends @Nullable Object> Deferred<T> iterate(
            @Nullable T start, Predicate<? super T> again, Callback<? super T, ? extends Deferred<? extends T>> step) {
        return Chain.erase(new Iteration(
                        start,
                        Chain.erase(Objects.requireNonNull(again, "again")),
                        Chain.erase(Objects.requireNonNull(step, "step")))
                .start());
    }

    /**
     * A second Deferred with the same result. Unlike any other use it leaves the result where it is, so a result that
     * several consumers want is given to each by a fork. A failure that was forked counts as handled in the source, and
     * cancelling a fork does not touch the source.
     *
     * @param <T> the type of the result
     * @param source the Deferred; stages added to it before, and only these, have run when the fork fires
     * @return fires with what the source has at this point of its chain
     */
    public static <T extends @Nullable Object> Deferred<T> fork(Deferred<T> source) {
        Deferred<T> fork = new Deferred<>();
        source.check("Deferreds.fork");
        Chain.add(source, new Stages.Fork(source, fork));
        return fork;
    }

    /**
     * Protects work from being cancelled by one who only waits for it: cancelling the returned Deferred fails that one
     * at once and leaves the work alone. The result of the work then stays where it is.
     *
     * @param <T> the type of the result
     * @param work the Deferred to protect; its result is handed over unless the other was cancelled
     * @return fires with the result of the work
     */
    public static <T extends @Nullable Object> Deferred<T> shield(Deferred<T> work) {
        Deferred<T> shield = new Deferred<>();
        work.check("Deferreds.shield");
        Chain.add(work, new Stages.Shield(shield));
        return shield;
    }

    /**
     * Delays cancelling until work is over that must not be interrupted, such as a transaction: the returned Deferred,
     * once cancelled, fails with {@link CancelledException} when the work has ended in whatever way; a failure of the
     * work is then suppressed in it.
     *
     * @param <T> the type of the result
     * @param work the Deferred of the work; its result is handed over
     * @return fires with the result of the work, or is cancelled late
     */
    public static <T extends @Nullable Object> Deferred<T> delayCancel(Deferred<T> work) {
        Stages.DelayedCancel delay = new Stages.DelayedCancel();
        work.check("Deferreds.delayCancel");
        Chain.add(work, delay);
        return Chain.erase(delay.outside);
    }

    /**
     * Logs a failure at level ERROR: {@code d.onFailure(Deferreds::logError)} logs it and leaves it to be handled.
     *
     * <p><b>Source</b>: {@code twisted.internet.defer.logError}.
     *
     * @param failure the failure
     */
    public static void logError(Failure failure) {
        Debug.LOG.error("Failure in Deferred: {}", failure, failure.value());
    }

    /**
     * A Deferred for the result of a future of the JDK. It fires through the owner's executor, never before this method
     * has returned. {@link java.util.concurrent.CompletionException} and
     * {@link java.util.concurrent.ExecutionException} around an exception are taken off. Cancelling it cancels the
     * future; it then fires when the future reports.
     *
     * @param <T> the type of the value
     * @param stage the future
     * @param owner runs things on the thread that calls this; a reactor is one
     * @return fires with the result of the future
     */
    public static <T extends @Nullable Object> Deferred<T> from(CompletionStage<? extends T> stage, Executor owner) {
        return Bridges.from(stage, owner);
    }

    /**
     * A Deferred for the result of a future of Netty. It fires on the thread that called this: directly if the future
     * reports there, else through the reactor. Cancelling it cancels the future; it then fires when the future reports.
     *
     * @param <T> the type of the value
     * @param future the future
     * @return fires with the result of the future
     */
    public static <T extends @Nullable Object> Deferred<T> from(Future<? extends T> future) {
        return Bridges.from(future);
    }

    /**
     * A Netty promise for the result of a Deferred, which is handed over. Cancelling the promise cancels the Deferred, on
     * the thread that it belongs to.
     *
     * @param <T> the type of the value
     * @param deferred the Deferred
     * @param executor notifies the promise's listeners
     * @return completed when the Deferred fires
     */
    public static <T extends @Nullable Object> Promise<T> toPromise(Deferred<T> deferred, EventExecutor executor) {
        deferred.check("Deferreds.toPromise");
        return Bridges.toPromise(deferred, executor);
    }

    /**
     * Collects all items of a stream. Cancelling the Deferred cancels the subscription.
     *
     * @param <T> the type of the items
     * @param publisher the stream
     * @param owner runs things on the thread that calls this; a reactor is one
     * @param limit how many items to take at most
     * @return the items in order; it fails with what the stream fails with, or with IllegalStateException when there are
     *     more than the limit
     */
    public static <T> Deferred<List<T>> collect(Flow.Publisher<? extends T> publisher, Executor owner, int limit) {
        return Bridges.collect(publisher, owner, limit);
    }
}
