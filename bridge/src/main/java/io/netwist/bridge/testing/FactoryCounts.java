/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import java.util.IdentityHashMap;

/** How many ports and connectors of a memory reactor use each factory. */
final class FactoryCounts {

    private final IdentityHashMap<Factory<?>, Integer> uses = new IdentityHashMap<>();

    void begin(Factory<?> user) throws Exception {
        Factory<?> factory = FactoryWrapper.bottomOf(user);
        if (!uses.containsKey(factory)) {
            factory.startFactory();
        }
        uses.merge(factory, 1, Integer::sum);
    }

    void end(Factory<?> user) throws Exception {
        Factory<?> factory = FactoryWrapper.bottomOf(user);
        if (uses.computeIfPresent(factory, (same, count) -> count == 1 ? null : count - 1) == null) {
            factory.stopFactory();
        }
    }
}
