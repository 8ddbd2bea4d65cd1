/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netwist.bridge.ListeningPort;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one reactor gets of the connections that another accepts. On its thread, but for {@link #deal}. */
final class DealtShare implements EventLoopReactor.Stoppable {

    /*
     * A connection on its way from one thread to the other belongs to nobody yet, and whoever is to take it may stop first.
     * So it waits in a queue that either side empties: the reactor as it takes, or whoever sees that it takes no more. "over"
     * is set before the last emptying and read after each addition, so nothing can stay behind.
     */

    private static final Logger LOG = LoggerFactory.getLogger(ListeningPort.class);

    private final EventLoopReactor reactor;
    private final Reception reception;
    private final Queue<Channel> underWay = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private DealtShare(EventLoopReactor reactor, Reception reception) {
        this.reactor = reactor;
        this.reception = reception;
    }

    static DealtShare begin(EventLoopReactor reactor, Reception reception) throws Exception {
        reception.begin();
        DealtShare share = new DealtShare(reactor, reception);
        reactor.stoppables.add(share);
        return share;
    }

    /**
     * Hands a connection over, on the accepting thread.
     *
     * @return false if this reactor takes no more; then it is still the caller's
     */
    boolean deal(Channel child) {
        if (over) {
            return false;
        }
        underWay.add(child);
        if (over) {
            closeUnderWay();
        } else {
            reactor.callFromThread(this::takeNext);
        }
        return true;
    }

    private void takeNext() {
        Channel next = underWay.poll();
        if (next != null) {
            reception.take(next);
        }
    }

    private void closeUnderWay() {
        for (Channel each = underWay.poll(); each != null; each = underWay.poll()) {
            each.unsafe().closeForcibly();
        }
    }

    /** Takes no more; what is under way is still taken if the reactor lives. */
    void end() throws Exception {
        if (!over) {
            over = true;
            while (!underWay.isEmpty()) {
                takeNext();
            }
            reactor.stoppables.remove(this);
            reception.end();
        }
    }

    @Override
    public void reactorStopped() {
        over = true;
        closeUnderWay();
        reactor.stoppables.remove(this);
        try {
            reception.end();
        } catch (Throwable e) {
            LOG.error("{} threw from stopFactory", reception.factoryName(), e);
        }
    }
}
