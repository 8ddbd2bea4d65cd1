/* SPDX-License-Identifier: MIT */
package io.netwist.deferred;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One Deferred made of several: the state behind the methods of {@link Deferreds} that take more than one. */
final class Gathering implements Canceller<Object> {
    enum Mode {
        /** All outcomes. */
        LIST,
        /** All values, or the first failure. */
        GATHER,
        /** All values, or the first failure and the others are cancelled. */
        GATHER_OR_CANCEL,
        /** The first value, or all failures. */
        FIRST_SUCCESS,
        /** The first value and the others are cancelled, or all failures. */
        RACE;

        boolean wantsOne() {
            return this == FIRST_SUCCESS || this == RACE;
        }
    }

    private final Deferred<Object> whole = new Deferred<>(this);
    private final Mode mode;

    /** Empty once it is decided. */
    private Deferred<?>[] members;

    /** Raw results in the order of the members; null once it is decided. */
    private final @Nullable Object[] results;

    private int missing;
    private boolean decided;

    private Gathering(Mode mode, List<? extends Deferred<?>> members) {
        this.mode = mode;
        this.members = members.toArray(new Deferred<?>[0]);
        this.results = new @Nullable Object[this.members.length];
        this.missing = this.members.length;
    }

    static Deferred<?> start(Iterable<? extends Deferred<?>> members, Mode mode) {
        List<Deferred<?>> copy = new ArrayList<>();
        for (Deferred<?> member : members) {
            copy.add(Objects.requireNonNull(member, "a member"));
        }
        if (copy.isEmpty() && mode.wantsOne()) {
            throw new IllegalArgumentException("of no Deferreds at all none can be the first");
        }
        Gathering gathering = new Gathering(mode, copy);
        if (copy.isEmpty()) {
            gathering.whole.callback(List.of());
        }
        // Before the first stage is added: what one member does must not leave another unchecked.
        for (Deferred<?> member : copy) {
            member.check("gathering a Deferred");
        }
        for (int i = 0; i < copy.size(); i++) {
            Chain.add(copy.get(i), gathering.new Member(i));
        }
        return gathering.whole;
    }

    @Override
    public void cancel(Deferred<Object> self) {
        cancelMembers(-1);
    }

    /** Cancels a snapshot to its end, also when the whole fires midway. */
    private void cancelMembers(int except) {
        Deferred<?>[] all = members;
        for (int i = 0; i < all.length; i++) {
            if (i != except) {
                all[i].cancel();
            }
        }
    }

    private @Nullable Object decision(@Nullable Object result, int index) {
        boolean failed = result instanceof Failure;
        if (mode.wantsOne() && !failed) {
            return new Indexed<>(index, Chain.unwrap(result));
        }
        if (failed && (mode == Mode.GATHER || mode == Mode.GATHER_OR_CANCEL)) {
            return result;
        }
        return missing > 0 ? UNDECIDED : mode.wantsOne() ? Failure.of(new FailureGroup(failures())) : values();
    }

    private static final Object UNDECIDED = new Object();

    private List<Failure> failures() {
        List<Failure> failures = new ArrayList<>(results.length);
        for (Object result : results) {
            failures.add((Failure) Objects.requireNonNull(result));
        }
        return failures;
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
            if (decided) {
                return null;
            }
            results[index] = result;
            missing--;
            Object decision = decision(result, index);
            if (decision != UNDECIDED) {
                decided = true;
                if (missing > 0 && (mode == Mode.RACE || mode == Mode.GATHER_OR_CANCEL)) {
                    cancelMembers(index);
                }
                members = new Deferred<?>[0];
                Arrays.fill(results, null);
                // Somebody may have fired the whole, which is in their hands.
                next = whole.isCalled() ? null : Chain.settle(whole, decision, "gathering");
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
