/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/** Reads a body that nobody wants, so that its connection can be used again; a long one is given up with its connection. */
final class Discarded implements ByteConsumer {

    private static final int LIMIT = 64 * 1024;

    private int read;
    private @Nullable PushProducer producer;

    private Discarded() {}

    /** Fired when the body is over, one way or another. */
    static Deferred<@Nullable Void> read(ResponseBody body) {
        return body.sendTo(new Discarded()).addErrback(ignored -> null);
    }

    @Override
    public void write(ByteBuf data) {
        read += data.readableBytes();
        data.release();
        PushProducer from = producer;
        if (read > LIMIT && from != null) {
            producer = null;
            try {
                from.stopProducing();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void registerProducer(PushProducer from) {
        producer = from;
    }

    @Override
    public void registerProducer(PullProducer from) {}

    @Override
    public void unregisterProducer() {
        producer = null;
    }
}
