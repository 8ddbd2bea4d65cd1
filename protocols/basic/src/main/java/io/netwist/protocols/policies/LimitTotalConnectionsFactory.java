/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import org.jspecify.annotations.Nullable;

/**
 * Refuses connections beyond a number, or answers them with another protocol.
 *
 * <p>A connection counts until it is lost, also one that was answered by the overflow protocol. Protocols are not wrapped
 * when they can tell of their end themselves, as every {@code BaseProtocol} can, so this costs nothing while they talk.
 * Source: {@code twisted.protocols.policies.LimitTotalConnectionsFactory}.
 */
public final class LimitTotalConnectionsFactory implements Factory<Protocol> {

    private final Factory<?> wrapped;
    private final int limit;
    private final @Nullable Factory<?> overflow;
    private int count;

    /**
     * Makes one that refuses.
     *
     * @param wrapped makes the protocols
     * @param limit how many connections at a time
     */
    public LimitTotalConnectionsFactory(Factory<?> wrapped, int limit) {
        this(wrapped, limit, null);
    }

    private LimitTotalConnectionsFactory(Factory<?> wrapped, int limit, @Nullable Factory<?> overflow) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 0 or more)");
        }
        this.wrapped = wrapped;
        this.limit = limit;
        this.overflow = overflow;
    }

    /**
     * One that answers connections beyond the limit.
     *
     * @param overflow makes a protocol that says so and closes, for example
     * @return a new factory, which has no connections yet
     */
    public LimitTotalConnectionsFactory withOverflow(Factory<?> overflow) {
        return new LimitTotalConnectionsFactory(wrapped, limit, overflow);
    }

    @Override
    public @Nullable Protocol buildProtocol(Address peer) throws Exception {
        Factory<?> chosen = count < limit ? wrapped : overflow;
        Protocol built = chosen == null ? null : chosen.buildProtocol(peer);
        if (built == null) {
            return null;
        }
        count++;
        return Endings.tell(built, peer, () -> count--);
    }

    /**
     * How many connections there are.
     *
     * @return those of the overflow protocol included
     */
    public int connectionCount() {
        return count;
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
