/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Factory;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.time.Action;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the connections of a factory together: how many, and how many bytes a second each way.
 *
 * <p>Each second the bytes are counted. If there were more than the limit, reading is paused on all connections for as
 * long as it takes to come down to it. Writing is slowed by pausing producers, so a protocol that has none registered is
 * not slowed. Source: {@code twisted.protocols.policies.ThrottlingFactory}.
 */
public final class ThrottlingFactory extends WrappingFactory {

    private static final Logger LOG = LoggerFactory.getLogger(ThrottlingFactory.class);

    private final Limits limits;
    private final Throttle reads;
    private final Throttle writes;

    /** Connections, and protocols built for connections to come. */
    private int count;

    /**
     * What is allowed. Immutable; each {@code with} method returns a changed copy.
     *
     * @param connections how many at a time; 0 means no limit
     * @param bytesRead a second, on all of them together; 0 means no limit
     * @param bytesWritten a second, on all of them together; 0 means no limit
     */
    public record Limits(int connections, long bytesRead, long bytesWritten) {

        /**
         * Checks the numbers.
         *
         * @param connections 0 or more
         * @param bytesRead 0 or more
         * @param bytesWritten 0 or more
         * @throws IllegalArgumentException if one is negative
         */
        public Limits {
            if (connections < 0 || bytesRead < 0 || bytesWritten < 0) {
                throw new IllegalArgumentException("limits: " + connections + " connections, " + bytesRead
                        + " bytes read, " + bytesWritten + " bytes written (expected: none negative)");
            }
        }

        /**
         * No limits.
         *
         * @return the start for the other methods
         */
        public static Limits none() {
            return new Limits(0, 0, 0);
        }

        /**
         * The same with another number of connections.
         *
         * @param connections at a time
         * @return the changed copy
         */
        public Limits withConnections(int connections) {
            return new Limits(connections, bytesRead, bytesWritten);
        }

        /**
         * The same with another speed of reading.
         *
         * @param bytes a second
         * @return the changed copy
         */
        public Limits withBytesRead(long bytes) {
            return new Limits(connections, bytes, bytesWritten);
        }

        /**
         * The same with another speed of writing.
         *
         * @param bytes a second
         * @return the changed copy
         */
        public Limits withBytesWritten(long bytes) {
            return new Limits(connections, bytesRead, bytes);
        }
    }

    /**
     * Makes one.
     *
     * @param wrapped makes the protocols inside
     * @param limits what is allowed
     */
    public ThrottlingFactory(Factory<?> wrapped, Limits limits) {
        super(wrapped);
        this.limits = limits;
        this.reads = new Throttle(
                limits.bytesRead(),
                () -> each("throttled reading", ProtocolWrapper::throttleReads),
                () -> each("reading again", ProtocolWrapper::unthrottleReads));
        this.writes = new Throttle(
                limits.bytesWritten(),
                () -> each("throttled writing", ProtocolWrapper::throttleWrites),
                () -> each("writing again", ProtocolWrapper::unthrottleWrites));
    }

    @FunctionalInterface
    private interface Step {
        void on(ProtocolWrapper connection) throws Exception;
    }

    private void each(String what, Step step) {
        LOG.debug("{} on {} connections", what, count);
        for (ProtocolWrapper each : protocols()) {
            guard(each, () -> step.on(each));
        }
    }

    /** What one producer throws ends its connection and no other. */
    private static void guard(ProtocolWrapper connection, Action step) {
        try {
            step.run();
        } catch (Exception e) {
            LOG.error("{}: a producer threw; its connection is closed", connection, e);
            connection.abortConnection();
        }
    }

    /** Refuses connections beyond the limit. */
    @Override
    public @Nullable ProtocolWrapper buildProtocol(Address peer) throws Exception {
        if (limits.connections() > 0 && count >= limits.connections()) {
            LOG.info("refused {}: there are {} connections already", peer, count);
            return null;
        }
        ProtocolWrapper built = super.buildProtocol(peer);
        if (built != null) {
            count++;
        }
        return built;
    }

    @Override
    protected ConnectionPolicy policyFor(Address peer) {
        return new ConnectionPolicy() {
            @Override
            public void connected(ProtocolWrapper connection) throws Exception {
                reads.start(connection.reactor());
                writes.start(connection.reactor());
                if (reads.isClosed()) {
                    connection.throttleReads();
                }
                if (writes.isClosed()) {
                    connection.throttleWrites();
                }
            }

            @Override
            public void received(ByteBuf data) {
                reads.count(data.readableBytes());
            }

            @Override
            public void writing(ByteBuf data) {
                writes.count(data.readableBytes());
            }
        };
    }

    @Override
    void unregister(ProtocolWrapper protocol) {
        super.unregister(protocol);
        count--;
        if (count == 0) {
            reads.stop();
            writes.stop();
        }
    }
}
