/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.protocols.remote.banana.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The objects that the peer of one connection can call: those that it was given a name for, and those that it was sent, with
 * how often. A number that was once used is never used again.
 */
final class Exports {
    private static final int FORGIVEN = 3;

    private final int most;
    private final Map<Object, Entry> entries = new HashMap<>();
    private final IdentityHashMap<Object, Long> numbers = new IdentityHashMap<>();

    /** One object is as many views as there are perspectives. */
    private final Map<Object, Long> views = new HashMap<>();

    /** What to do when the peer holds an object no more. */
    private final IdentityHashMap<Object, List<Runnable>> atZero = new IdentityHashMap<>();

    /** How many actions these are. */
    private int awaited;

    private long last;
    private int violations;

    private static final class Entry {
        final Object object;
        int count = 1;

        Entry(Object object) {
            this.object = object;
        }
    }

    Exports(int most) {
        this.most = most;
    }

    void name(String name, Object object) {
        entries.put(ByteString.of(name), new Entry(object));
    }

    @Nullable
    Object find(Object name) {
        Entry entry = entries.get(name);
        return entry == null ? null : entry.object;
    }

    /**
     * One more reference.
     *
     * @throws PBError if the peer has too many
     */
    long export(Object object) {
        Map<Object, Long> table = tableOf(object);
        Long known = table.get(object);
        if (known != null) {
            Objects.requireNonNull(entries.get(known)).count++;
            return known;
        }
        if (entries.size() > most) {
            throw refused("reference");
        }
        long number = nextNumber();
        entries.put(number, new Entry(object));
        table.put(object, number);
        return number;
    }

    /** Numbers of caches are of the same row. */
    long nextNumber() {
        return ++last;
    }

    /** The peer has too many. */
    PBError refused(String what) {
        violations++;
        return new PBError("Maximum PB " + what + " count exceeded." + (isUnforgivable() ? "  Goodbye." : ""));
    }

    private Map<Object, Long> tableOf(Object object) {
        return object instanceof ViewPoint ? views : numbers;
    }

    /** Whether the peer was told so often enough. */
    boolean isUnforgivable() {
        return violations > FORGIVEN;
    }

    /** One reference less; false if there is none. */
    boolean release(Object number) {
        Entry entry = number instanceof Long ? entries.get(number) : null;
        if (entry == null) {
            return false;
        }
        if (--entry.count == 0) {
            entries.remove(number);
            tableOf(entry.object).remove(entry.object);
            released(entry.object);
        }
        return true;
    }

    private void released(Object object) {
        List<Runnable> actions = atZero.remove(object);
        if (actions != null) {
            awaited -= actions.size();
            actions.forEach(Runnable::run);
        }
    }

    /**
     * Has something done when the peer holds an object no more.
     *
     * @throws PBError if the peer has too many
     */
    void whenReleased(Object object, Runnable action) {
        if (awaited >= most) {
            throw refused("login");
        }
        awaited++;
        atZero.computeIfAbsent(object, first -> new ArrayList<>(1)).add(action);
    }

    /** Something was not sent after all: what waits for its release waits no longer, unless the peer has it already. */
    void unsent(@Nullable Object object) {
        if (object != null && !tableOf(object).containsKey(object)) {
            released(object);
        }
    }

    int size() {
        return entries.size();
    }

    void clear() {
        entries.clear();
        numbers.clear();
        views.clear();
        atZero.clear();
    }
}
