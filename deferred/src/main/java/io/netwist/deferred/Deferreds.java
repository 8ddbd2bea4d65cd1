/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
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

    static <T extends @Nullable Object> List<Deferred<? extends T>> copy(
            Iterable<? extends Deferred<? extends T>> members) {
        List<Deferred<? extends T>> copy = new ArrayList<>();
        for (Deferred<? extends T> member : members) {
            copy.add(Objects.requireNonNull(member, "a member"));
        }
        return copy;
    }
}
