/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Python's tuple: values in an order that never changes. Equal to tuples of equal values, and to no list.
 *
 * <p>Threading: any, once it has been handed over safely.
 */
public final class Tuple implements Iterable<@Nullable Object> {
    private final @Nullable Object[] values;

    /** How tuples and frozen sets are nested in this; 0 while it is not known, or if this has something in it that changes. */
    private int height;

    /** How many values equals would look at. */
    private long weight;

    private int hash;

    Tuple(@Nullable Object[] values) {
        this.values = values;
    }

    /**
     * A tuple.
     *
     * @param values copied; any may be null
     * @return the tuple
     */
    public static Tuple of(@Nullable Object... values) {
        Tuple tuple = new Tuple(values.clone());
        tuple.settle();
        return tuple;
    }

    /**
     * A tuple.
     *
     * @param values copied; any may be null
     * @return the tuple
     */
    public static Tuple copyOf(Iterable<? extends @Nullable Object> values) {
        List<@Nullable Object> copy = new ArrayList<>();
        values.forEach(copy::add);
        Tuple tuple = new Tuple(copy.toArray());
        tuple.settle();
        return tuple;
    }

    /** Nothing will be set any more. */
    void settle() {
        int highest = 0;
        long sum = 1;
        int mixed = 1;
        for (Object each : values) {
            int below = Keys.height(each);
            if (below < 0) {
                return;
            }
            highest = Math.max(highest, below);
            sum = Math.min(Keys.HEAVIEST + 1, sum + Keys.weight(each));
            mixed = 31 * mixed + Objects.hashCode(each);
        }
        height = highest + 1;
        weight = sum;
        hash = mixed;
    }

    /** Below 0 if this is of no use as a key. */
    int height() {
        return height == 0 ? -1 : height;
    }

    long weight() {
        return weight;
    }

    void set(int index, @Nullable Object value) {
        values[index] = value;
    }

    /**
     * How many values.
     *
     * @return 0 or more
     */
    public int size() {
        return values.length;
    }

    /**
     * A value.
     *
     * @param index from 0 on
     * @return the value
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public @Nullable Object get(int index) {
        return values[Objects.checkIndex(index, values.length)];
    }

    /**
     * The values as a list.
     *
     * @return unmodifiable
     */
    public List<@Nullable Object> asList() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
        return asList().iterator();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Tuple tuple
                        && hash == tuple.hash
                        && values.length == tuple.values.length
                        && Arrays.equals(values, tuple.values));
    }

    /** That of the values, or 0 if there is one that changes, as a list does. */
    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ").append(values[i]);
        }
        return text.append(values.length == 1 ? ",)" : ")").toString();
    }
}
