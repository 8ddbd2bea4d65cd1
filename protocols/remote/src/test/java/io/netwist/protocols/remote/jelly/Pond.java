/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something with attributes, which may have itself in them. */
final class Pond implements PostUnjelly {
    static final JellyType<Pond> TYPE =
            JellyType.of("__main__.Cp", Pond.class, pond -> pond.attributes, Pond::new, Pond::set);

    Map<@Nullable Object, @Nullable Object> attributes = new LinkedHashMap<>();
    boolean complete;
    int sizeAtTheEnd = -1;

    @SuppressWarnings("unchecked")
    void set(@Nullable Object state) {
        attributes = state == null ? new LinkedHashMap<>() : (Map<@Nullable Object, @Nullable Object>) state;
        complete = true;
    }

    @Override
    public void postUnjelly() {
        sizeAtTheEnd = attributes.size();
    }
}
