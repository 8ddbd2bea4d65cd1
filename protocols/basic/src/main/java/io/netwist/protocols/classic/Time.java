/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

import io.netty.buffer.ByteBufAllocator;
import io.netwist.bridge.Transport;
import java.time.InstantSource;

/**
 * Sends the seconds since 1900 in four bytes, and closes.
 *
 * <p>The number wraps in 2036. Source: RFC 868; {@code twisted.protocols.wire.Time} sends seconds since 1970 instead, which
 * no client of this protocol expects.
 */
public final class Time extends OneAnswer {

    /** From 1900 to 1970: RFC 868 gives this very number. */
    private static final long UNIX_EPOCH = 2_208_988_800L;

    private final InstantSource clock;

    /** Makes one that goes by the system's clock. */
    public Time() {
        this(InstantSource.system());
    }

    /**
     * Makes one, for one connection.
     *
     * @param clock tells the time of day
     */
    public Time(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    void answer(Transport transport) {
        long seconds = clock.instant().getEpochSecond() + UNIX_EPOCH;
        transport.write(ByteBufAllocator.DEFAULT.buffer(4).writeInt((int) seconds));
    }
}
