/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Outcome;
import org.jspecify.annotations.Nullable;

/** Takes a whole body, up to a limit. */
final class Collector implements ByteConsumer {

    private final ByteBuf all = Unpooled.buffer();
    private final ResponseBody body;
    private final int limit;
    private @Nullable Deferred<@Nullable Void> delivery;
    private boolean tooLarge;

    Collector(ResponseBody body) {
        this.body = body;
        this.limit = body.maxCollected();
    }

    Deferred<byte[]> collect() {
        Deferred<@Nullable Void> coming = body.sendTo(this);
        delivery = coming;
        if (tooLarge) {
            coming.cancel();
        }
        return coming.addBoth(this::outcome);
    }

    private byte[] outcome(Outcome<@Nullable Void> end) throws Exception {
        if (tooLarge) {
            throw new ResponseFailed(body.name(), new IllegalStateException("larger than " + limit + " bytes"));
        }
        end.value();
        return ByteBufUtil.getBytes(all);
    }

    @Override
    public void write(ByteBuf data) {
        if (!tooLarge) {
            tooLarge = all.readableBytes() + data.readableBytes() > limit;
            if (!tooLarge) {
                all.writeBytes(data);
            }
        }
        data.release();
        Deferred<@Nullable Void> coming = delivery;
        if (tooLarge && coming != null) {
            delivery = null;
            coming.cancel();
        }
    }

    @Override
    public void registerProducer(PushProducer producer) {}

    @Override
    public void registerProducer(PullProducer producer) {}

    @Override
    public void unregisterProducer() {}
}
