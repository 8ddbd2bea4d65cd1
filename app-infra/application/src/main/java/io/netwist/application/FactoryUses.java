/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import java.util.IdentityHashMap;

/**
 * How many services of one tree use each factory, so that one that serves several places is started once. A port counts for
 * itself and cannot know that its service has changed the factory.
 */
final class FactoryUses {

    private final IdentityHashMap<Factory<?>, Integer> uses = new IdentityHashMap<>();

    /** One more user; the first starts the factory, and is not counted if that throws. */
    void begin(Factory<?> user) throws Exception {
        Factory<?> factory = FactoryWrapper.bottomOf(user);
        if (!uses.containsKey(factory)) {
            factory.startFactory();
        }
        uses.merge(factory, 1, Integer::sum);
    }

    /** One user less; the last stops the factory. */
    void end(Factory<?> user) throws Exception {
        Factory<?> factory = FactoryWrapper.bottomOf(user);
        if (uses.merge(factory, -1, Integer::sum) <= 0) {
            uses.remove(factory);
            factory.stopFactory();
        }
    }
}
