/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import java.util.IdentityHashMap;

/** How many ports and connectors use each factory: {@code doStart} and {@code doStop} of Twisted's Factory. */
final class FactoryUses {

    private final IdentityHashMap<Factory<?>, Integer> uses = new IdentityHashMap<>();

    /** One more user; the first starts the factory, and is not counted if that throws. */
    void begin(Factory<?> user) throws Exception {
        Factory<?> factory = FactoryWrapper.bottomOf(user);
        int count = uses.getOrDefault(factory, 0);
        if (count == 0) {
            factory.startFactory();
        }
        uses.put(factory, count + 1);
    }

    /** One user less; the last stops the factory. */
    void end(Factory<?> user) throws Exception {
        Factory<?> factory = FactoryWrapper.bottomOf(user);
        int count = uses.getOrDefault(factory, 0);
        if (count == 1) {
            uses.remove(factory);
            factory.stopFactory();
        } else if (count > 1) {
            uses.put(factory, count - 1);
        }
    }
}
