/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.bridge.stream.PullProducer;
import io.netwist.deferred.Failure;
import java.util.ArrayList;
import java.util.List;

/** What is sent in pages over one connection: a page of each whenever all before has left. */
final class Paging implements PullProducer {
    private final Broker broker;
    private final List<Pager> active = new ArrayList<>();

    Paging(Broker broker) {
        this.broker = broker;
    }

    void add(Pager pager) {
        active.add(pager);
        if (active.size() == 1) {
            try {
                broker.transport().registerProducer(this);
            } catch (IllegalStateException e) {
                active.remove(pager);
                pager.failed(e); // The program has a producer of its own there.
            }
        }
    }

    @Override
    public void resumeProducing() {
        for (Pager each : List.copyOf(active)) {
            if (!each.sendPage()) {
                active.remove(each);
            }
        }
        if (active.isEmpty()) {
            broker.transport().unregisterProducer();
        }
    }

    @Override
    public void stopProducing() {
        // The end of the connection says why.
    }

    void lost(Failure reason) {
        List<Pager> all = List.copyOf(active);
        active.clear();
        all.forEach(each -> each.failed(new PBConnectionLost(reason)));
    }
}
