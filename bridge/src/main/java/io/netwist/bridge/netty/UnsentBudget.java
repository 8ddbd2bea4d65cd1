/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.util.internal.PlatformDependent;
import io.netwist.bridge.error.WriteBufferOverflow;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes the connections of one reactor may hold unsent.
 *
 * <p>A limit for each connection alone cannot protect the process: ten silent peers under it exhausted a 128 MiB heap. So
 * there is one over all of them as well, and the heaviest connection without a producer pays when it is passed.
 */
final class UnsentBudget {

    /** What one connection may hold. */
    static final long PER_CONNECTION = 64L * 1024 * 1024;

    private final EventLoopReactor reactor;
    private long limit;
    private long total;

    UnsentBudget(EventLoopReactor reactor, long limit) {
        this.reactor = reactor;
        this.limit = limit;
    }

    /** A quarter of the memory that buffers can be in. */
    static long defaultLimit() {
        return Math.min(Runtime.getRuntime().maxMemory(), PlatformDependent.maxDirectMemory()) / 4;
    }

    long limit() {
        return limit;
    }

    /** This reactor is one of several that share what it had. */
    void divideBy(int reactors) {
        limit = Math.max(1, limit / reactors);
    }

    void add(long bytes) {
        total += bytes;
    }

    boolean isExceeded() {
        return total > limit;
    }

    /** Aborts one connection, if a limit is passed and one without a producer is to blame. */
    void enforce(StreamTransport writer) {
        if (writer.out().pending() > PER_CONNECTION && !writer.out().hasProducer()) {
            writer.ending()
                    .overflow(new WriteBufferOverflow("Connection to " + writer.getPeer() + " held "
                            + writer.out().pending() + " unsent bytes (limit for one connection: " + PER_CONNECTION
                            + "); register a producer"));
        }
        if (isExceeded()) {
            reactor.connections.forEach(each -> each.out().recount());
        }
        if (isExceeded()) {
            StreamTransport heaviest = heaviest();
            if (heaviest != null) {
                heaviest.ending()
                        .overflow(new WriteBufferOverflow("Connection to " + heaviest.getPeer() + " held "
                                + heaviest.out().pending()
                                + " unsent bytes, the most of all connections, which together held "
                                + total
                                + " (limit for the reactor: " + limit + "); register a producer"));
            }
        }
    }

    private @Nullable StreamTransport heaviest() {
        StreamTransport heaviest = null;
        for (StreamTransport each : reactor.connections) {
            if (each.out().pending() > 0
                    && !each.out().hasProducer()
                    && (heaviest == null
                            || each.out().pending() > heaviest.out().pending())) {
                heaviest = each;
            }
        }
        return heaviest;
    }
}
