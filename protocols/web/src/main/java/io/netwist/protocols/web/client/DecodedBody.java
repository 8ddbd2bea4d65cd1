/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.netwist.bridge.Transport;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Outcome;
import java.io.EOFException;
import org.jspecify.annotations.Nullable;

/** A body that is decompressed while it comes. */
final class DecodedBody implements ResponseBody {

    private final ResponseBody coded;
    private final ZlibWrapper wrapper;
    private final long limit;

    DecodedBody(ResponseBody coded, ZlibWrapper wrapper, long limit) {
        this.coded = coded;
        this.wrapper = wrapper;
        this.limit = limit;
    }

    @Override
    public Deferred<@Nullable Void> sendTo(ByteConsumer consumer) {
        Decoding decoding = new Decoding(consumer);
        Deferred<@Nullable Void> coming = coded.sendTo(decoding);
        decoding.coming = coming;
        if (decoding.failure != null) {
            coming.cancel();
        }
        return coming.addBoth(decoding::end);
    }

    @Override
    public Transport connection() {
        return coded.connection();
    }

    @Override
    public int maxCollected() {
        return coded.maxCollected();
    }

    @Override
    public boolean isDelimited() {
        return true; // The compressed data says where it ends.
    }

    @Override
    public String name() {
        return coded.name();
    }

    private final class Decoding implements ByteConsumer {
        private final ByteConsumer consumer;
        private final JdkZlibDecoder decoder = new JdkZlibDecoder(wrapper, 0);
        private final EmbeddedChannel channel = new EmbeddedChannel(decoder);
        private @Nullable Deferred<@Nullable Void> coming;
        private @Nullable Throwable failure;
        private long received;
        private long written;

        Decoding(ByteConsumer consumer) {
            this.consumer = consumer;
        }

        @Override
        public void write(ByteBuf data) {
            if (failure != null) {
                data.release();
                return;
            }
            received += data.readableBytes();
            try {
                channel.writeInbound(data);
                handOn();
            } catch (Throwable e) {
                failed(e);
            }
        }

        private void handOn() {
            for (ByteBuf piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
                written += piece.readableBytes();
                if (written > limit) {
                    piece.release();
                    throw new IllegalStateException("larger than " + limit + " bytes when decoded");
                }
                consumer.write(piece);
            }
        }

        private void failed(Throwable reason) {
            failure = reason;
            Deferred<@Nullable Void> running = coming;
            if (running != null) {
                running.cancel();
            }
        }

        @Nullable
        Void end(Outcome<@Nullable Void> outcome) throws Exception {
            boolean whole = decoder.isClosed() || received == 0;
            try {
                channel.finishAndReleaseAll();
            } catch (Exception e) {
                failure = failure == null ? e : failure;
            }
            if (failure == null) {
                outcome.value();
                if (whole) {
                    return null;
                }
                failure = new EOFException("the compressed data ended early");
            }
            throw new ResponseFailed(name(), failure);
        }

        @Override
        public void registerProducer(PushProducer producer) {
            consumer.registerProducer(producer);
        }

        @Override
        public void registerProducer(PullProducer producer) {
            consumer.registerProducer(producer);
        }

        @Override
        public void unregisterProducer() {
            consumer.unregisterProducer();
        }
    }
}
