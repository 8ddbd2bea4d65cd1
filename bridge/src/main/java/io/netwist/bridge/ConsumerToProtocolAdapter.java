/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.stream.ByteConsumer;

/**
 * A consumer in the place of a protocol: what a connection receives is written to it. Register the transport as the
 * consumer's producer to have it slow the peer down.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.internet.protocol.ConsumerToProtocolAdapter}.
 */
public final class ConsumerToProtocolAdapter extends BaseProtocol {

    private final ByteConsumer consumer;

    /**
     * Makes one, for one connection.
     *
     * @param consumer gets the bytes
     */
    public ConsumerToProtocolAdapter(ByteConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public void dataReceived(ByteBuf data) {
        consumer.write(data.retain());
    }
}
