/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.stream;

import io.netty.buffer.ByteBuf;

/** Something that takes bytes and can slow down whoever makes them. Source: {@code IConsumer}. */
public interface ByteConsumer {

    /**
     * Takes the bytes.
     *
     * <p>Ownership: the buffer is given away in every case, also when the bytes cannot be used any more.
     *
     * @param data the bytes, from reader to writer index
     */
    void write(ByteBuf data);

    /**
     * Lets the consumer pause and resume a producer that writes on its own.
     *
     * @param producer taken to be running already; stopped at once when the consumer is over
     * @throws IllegalStateException if another producer is registered
     */
    void registerProducer(PushProducer producer);

    /**
     * Lets the consumer ask a producer for one piece after another, the first at once.
     *
     * @param producer stopped at once when the consumer is over
     * @throws IllegalStateException if another producer is registered
     */
    void registerProducer(PullProducer producer);

    /** Ends the registration; without one it does nothing. */
    void unregisterProducer();
}
