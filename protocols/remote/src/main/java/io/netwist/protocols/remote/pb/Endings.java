/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.deferred.Effect;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know when a connection ends, in the order in which they said so. */
final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final List<Ending> all = new ArrayList<>();

    private record Ending(Object owner, Object callback, Effect<Broker> action) {
        boolean is(Object otherOwner, Object otherCallback) {
            return owner.equals(otherOwner) && callback.equals(otherCallback);
        }
    }

    void add(Object owner, Object callback, Effect<Broker> action) {
        all.add(new Ending(owner, callback, action));
    }

    /** The first that was added so, if there is one. */
    void remove(Object owner, Object callback) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).is(owner, callback)) {
                all.remove(i);
                return;
            }
        }
    }

    void run(Broker broker) {
        for (Ending each : List.copyOf(all)) {
            // One that an earlier one has removed is not told.
            if (all.remove(each)) {
                try {
                    each.action().accept(broker);
                } catch (Throwable e) {
                    LOG.error("{}: a callback for the end of the connection has failed", broker, e);
                }
            }
        }
    }
}
