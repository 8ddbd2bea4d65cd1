/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses connections beyond a number from the same host.
 *
 * <p>Source: {@code twisted.protocols.policies.LimitConnectionsByPeer}, which counts addresses with their ports and so
 * never refuses; here hosts are counted, as is meant.
 */
public final class LimitConnectionsByPeer implements Factory<Protocol> {

    private final Factory<?> wrapped;
    private final int limit;
    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * Makes one that allows 5 connections from each host.
     *
     * @param wrapped makes the protocols
     */
    public LimitConnectionsByPeer(Factory<?> wrapped) {
        this(wrapped, 5);
    }

    /**
     * Makes one.
     *
     * @param wrapped makes the protocols
     * @param limit how many connections from one host at a time; 1 or more
     */
    public LimitConnectionsByPeer(Factory<?> wrapped, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
        }
        this.wrapped = wrapped;
        this.limit = limit;
    }

    @Override
    public @Nullable Protocol buildProtocol(Address peer) throws Exception {
        String host = peer.host();
        if (counts.getOrDefault(host, 0) >= limit) {
            return null;
        }
        Protocol built = wrapped.buildProtocol(peer);
        if (built == null) {
            return null;
        }
        counts.merge(host, 1, Integer::sum);
        return Endings.tell(
                built, peer, () -> counts.computeIfPresent(host, (same, count) -> count == 1 ? null : count - 1));
    }

    @Override
    public void startFactory() throws Exception {
        wrapped.startFactory();
    }

    @Override
    public void stopFactory() throws Exception {
        wrapped.stopFactory();
    }
}
