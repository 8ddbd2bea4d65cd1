/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Failure;

/**
 * A protocol in the place of a consumer: what is written is what it receives. It cannot slow anybody down, so producers are
 * not kept.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.internet.protocol.ProtocolToConsumerAdapter}.
 */
public final class ProtocolToConsumerAdapter implements ByteConsumer {

    private final Protocol protocol;

    /**
     * Makes one.
     *
     * @param protocol gets the bytes
     */
    public ProtocolToConsumerAdapter(Protocol protocol) {
        this.protocol = protocol;
    }

    /**
     * Has the protocol receive the bytes, before this returns.
     *
     * <p>Ownership: given away; the protocol is lent it.
     *
     * @param data at least one byte, or nothing happens
     * @throws RuntimeException what the protocol threw, or wrapping it
     */
    @Override
    public void write(ByteBuf data) {
        try {
            if (data.isReadable()) {
                protocol.dataReceived(data);
            }
        } catch (Exception e) {
            throw Failure.of(e).propagate();
        } finally {
            data.release();
        }
    }

    @Override
    public void registerProducer(PushProducer producer) {}

    @Override
    public void registerProducer(PullProducer producer) {}

    @Override
    public void unregisterProducer() {}
}
