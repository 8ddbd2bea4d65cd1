/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Python's frozenset: a set that never changes, in the order in which its elements came. */
public final class FrozenSet extends AbstractSet<@Nullable Object> {
    private Set<@Nullable Object> elements;
    private int height;
    private long weight;
    private int hash;

    FrozenSet() {
        this.elements = Set.of();
    }

    /**
     * A set.
     *
     * @param elements copied
     * @return the set
     */
    public static FrozenSet copyOf(Collection<? extends @Nullable Object> elements) {
        FrozenSet set = new FrozenSet();
        set.fill(new LinkedHashSet<>(elements));
        return set;
    }

    void fill(Set<@Nullable Object> given) {
        elements = Collections.unmodifiableSet(given);
        int highest = 0;
        weight = 1;
        for (Object each : given) {
            int below = Keys.height(each);
            highest = below < 0 || highest < 0 ? -1 : Math.max(highest, below);
            weight = Math.min(Keys.HEAVIEST + 1, weight + Keys.weight(each));
            hash += Objects.hashCode(each);
        }
        height = highest < 0 ? 0 : highest + 1;
    }

    /** Below 0 if this is of no use as a key. */
    int height() {
        return height == 0 ? -1 : height;
    }

    long weight() {
        return weight;
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
        return elements.iterator();
    }

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return elements.contains(element);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || elements.equals(other);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
