/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.proxy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;

/** Takes what nobody wants. */
final class Nobody implements ByteConsumer {

    @Override
    public void write(ByteBuf data) {
        data.release();
    }

    @Override
    public void registerProducer(PushProducer producer) {}

    @Override
    public void registerProducer(PullProducer producer) {}

    @Override
    public void unregisterProducer() {}
}
