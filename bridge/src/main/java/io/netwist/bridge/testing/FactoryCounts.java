/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.Factory;
import java.util.IdentityHashMap;

/** How many ports and connectors of a memory reactor use each factory. */
final class FactoryCounts {

    private final IdentityHashMap<Factory<?>, Integer> uses = new IdentityHashMap<>();

    void begin(Factory<?> factory) throws Exception {
        if (!uses.containsKey(factory)) {
            factory.startFactory();
        }
        uses.merge(factory, 1, Integer::sum);
    }

    void end(Factory<?> factory) throws Exception {
        if (uses.computeIfPresent(factory, (same, count) -> count == 1 ? null : count - 1) == null) {
            factory.stopFactory();
        }
    }
}
