/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Factory;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections on which nothing is received or written for some time.
 *
 * <p>A write counts when it is asked for. The countdown begins with the connection. Source: {@code
 * twisted.protocols.policies.TimeoutFactory}.
 */
public class TimeoutFactory extends WrappingFactory {

    private final Duration period;

    /**
     * Makes one with Twisted's half an hour.
     *
     * @param wrapped makes the protocols inside
     */
    public TimeoutFactory(Factory<?> wrapped) {
        this(wrapped, Duration.ofMinutes(30));
    }

    /**
     * Makes one.
     *
     * @param wrapped makes the protocols inside
     * @param period how long a connection may be silent
     */
    public TimeoutFactory(Factory<?> wrapped, Duration period) {
        super(wrapped);
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period: " + period + " (expected: more than zero)");
        }
        this.period = period;
    }

    /**
     * A connection was silent for too long. Closes it; override me to do something else.
     *
     * @param connection the wrapper
     * @throws Exception is logged
     */
    protected void timedOut(ProtocolWrapper connection) throws Exception {
        connection.loseConnection();
    }

    @Override
    protected final ConnectionPolicy policyFor(Address peer) {
        return new Watch();
    }

    private final class Watch implements ConnectionPolicy {
        /** Null before the connection. */
        private @Nullable IdleTimeout timeout;

        @Override
        public void connected(ProtocolWrapper connection) {
            IdleTimeout begun = new IdleTimeout(connection.reactor(), () -> timedOut(connection));
            begun.setTimeout(period);
            timeout = begun;
        }

        @Override
        public void received(ByteBuf data) {
            heard();
        }

        @Override
        public void writing(ByteBuf data) {
            heard();
        }

        @Override
        public void lost(Failure reason) {
            if (timeout != null) {
                timeout.setTimeout(null);
            }
        }

        private void heard() {
            if (timeout != null) {
                timeout.resetTimeout();
            }
        }
    }
}
