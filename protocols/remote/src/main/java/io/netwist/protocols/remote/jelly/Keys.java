/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import io.netwist.protocols.remote.banana.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges what has come from the wire and is to be a key or an element of a set: what Python could not hash has no hash here
 * either, a list that contains itself least of all; and nobody may choose keys that take long to compare or all fall into
 * one place of a hash table.
 */
final class Keys {
    static final long HEAVIEST = 10_000;
    static final int HIGHEST = 512;
    private static final int SAME_HASH = 64;

    private @Nullable Map<Integer, Integer> hashes;

    /** Tuples in tuples: 0 for other things, below 0 for what is no key. */
    static int height(@Nullable Object value) {
        if (value instanceof Tuple tuple) {
            return tuple.height();
        }
        if (value instanceof FrozenSet set) {
            return set.height();
        }
        return value instanceof List || value instanceof Map || value instanceof Set ? -1 : 0;
    }

    static long weight(@Nullable Object value) {
        if (value instanceof Tuple tuple) {
            return tuple.weight();
        }
        return value instanceof FrozenSet set ? set.weight() : 1;
    }

    /**
     * Says what is wrong with a key.
     *
     * @return null if it may be one
     */
    @Nullable
    String refusal(@Nullable Object key) {
        int height = height(key);
        if (height < 0) {
            return "what can change is neither a key nor an element of a set: " + kind(key);
        }
        if (height > HIGHEST || weight(key) > HEAVIEST) {
            return "key: too large (expected: at most " + HEAVIEST + " values, " + HIGHEST + " deep)";
        }
        // These compare among themselves, so a hash table is not slowed down by as many as one likes.
        boolean ordered = key instanceof String || key instanceof ByteString || key instanceof Number;
        if (!ordered && key != null) {
            Map<Integer, Integer> seen = hashes == null ? new HashMap<>() : hashes;
            hashes = seen;
            if (seen.merge(Objects.hashCode(key), 1, Integer::sum) > SAME_HASH) {
                return "keys: more than " + SAME_HASH + " with one hash";
            }
        }
        return null;
    }

    private static String kind(@Nullable Object key) {
        return key == null ? "None" : key.getClass().getSimpleName();
    }
}
