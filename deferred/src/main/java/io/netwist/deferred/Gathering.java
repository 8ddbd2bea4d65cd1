/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One Deferred made of several: the state behind the methods of {@link Deferreds} that take more than one. */
final class Gathering implements Canceller<Object> {
    enum Mode {
        /** All outcomes. */
        LIST,
        /** All values, or the first failure. */
        GATHER,
        /** All values, or the first failure and nothing goes on. */
        GATHER_OR_CANCEL
    }

    private final Deferred<Object> whole = new Deferred<>(this);
    private final Mode mode;

    /** Empty once the whole has fired. */
    private Deferred<?>[] members;

    /** Raw results in the order of the members. */
    private final @Nullable Object[] results;

    private int missing;

    private Gathering(Mode mode, List<? extends Deferred<?>> members) {
        this.mode = mode;
        this.members = members.toArray(new Deferred<?>[0]);
        this.results = new @Nullable Object[this.members.length];
        this.missing = this.members.length;
    }

    static <T extends @Nullable Object> Deferred<?> start(
            Iterable<? extends Deferred<? extends T>> members, Mode mode) {
        List<Deferred<? extends T>> copy = Deferreds.copy(members);
        Gathering gathering = new Gathering(mode, copy);
        if (copy.isEmpty()) {
            gathering.whole.callback(List.of());
        }
        for (int i = 0; i < copy.size(); i++) {
            Deferred<?> member = copy.get(i);
            member.check("gathering a Deferred");
            Chain.add(member, gathering.new Member(i));
        }
        return gathering.whole;
    }

    @Override
    public void cancel(Deferred<Object> self) {
        cancelMembers(-1);
    }

    /** A snapshot is cancelled to its end, also when the whole fires midway. */
    private void cancelMembers(int except) {
        Deferred<?>[] all = members;
        for (int i = 0; i < all.length; i++) {
            if (i != except) {
                all[i].cancel();
            }
        }
    }

    private @Nullable Deferred<?> finish(@Nullable Object result) {
        members = new Deferred<?>[0];
        Arrays.fill(results, null);
        return whole.isCalled() ? null : Chain.settle(whole, result, "gathering");
    }

    private List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>(results.length);
        for (Object result : results) {
            values.add(mode == Mode.LIST ? Stages.outcome(result) : Chain.unwrap(result));
        }
        return Collections.unmodifiableList(values);
    }

    /** The stage on one member. */
    private final class Member extends Stage.Handover {
        private final int index;
        private @Nullable Deferred<?> next;

        Member(int index) {
            this.index = index;
        }

        @Override
        @Nullable
        Object apply(@Nullable Object result) {
            if (whole.isCalled()) {
                return null;
            }
            results[index] = result;
            missing--;
            if (mode != Mode.LIST && result instanceof Failure) {
                if (mode == Mode.GATHER_OR_CANCEL) {
                    // Fired first, so that what becomes of the others no longer matters.
                    Deferred<?>[] all = members;
                    next = finish(result);
                    members = all;
                    cancelMembers(index);
                    members = new Deferred<?>[0];
                } else {
                    next = finish(result);
                }
            } else if (missing == 0) {
                next = finish(values());
            }
            return null;
        }

        @Override
        @Nullable
        Deferred<?> next() {
            return next;
        }
    }
}
