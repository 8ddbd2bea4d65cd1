/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Arguments by name, given last: {@code reference.callRemote("move", 1, Keywords.of("speed", 2))}.
 *
 * @param values by name, in order
 */
public record Keywords(Map<String, @Nullable Object> values) {
    static final Keywords NONE = new Keywords(Map.of());

    /**
     * Copies them.
     *
     * @param values by name
     */
    public Keywords {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * One.
     *
     * @param name its name
     * @param value its value
     * @return the arguments
     */
    public static Keywords of(String name, @Nullable Object value) {
        return NONE.and(name, value);
    }

    /**
     * One more.
     *
     * @param name its name
     * @param value its value
     * @return a copy
     */
    public Keywords and(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(Objects.requireNonNull(name, "name"), value);
        return new Keywords(more);
    }
}
