/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.Transport;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Failure;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between the producer of a request's body and the connection: counts, and sees to it that the producer is stopped once. */
final class BodyWriter implements ByteConsumer, PushProducer {

    private static final Logger LOG = LoggerFactory.getLogger(BodyWriter.class);

    private final BodyProducer producer;
    private final Transport transport;
    private final Consumer<? super ByteBuf> out;

    /** Null at the end of a good body. */
    private final Consumer<? super @Nullable Throwable> ended;

    private final long length;
    private long written;
    private boolean over;

    BodyWriter(
            BodyProducer producer,
            Transport transport,
            Consumer<? super ByteBuf> out,
            Consumer<? super @Nullable Throwable> ended) {
        this.producer = producer;
        this.transport = transport;
        this.out = out;
        this.ended = ended;
        this.length = producer.length();
    }

    void begin() {
        transport.registerProducer(this);
        try {
            producer.startProducing(this).consume(nothing -> finished(), this::failed);
        } catch (Throwable e) {
            failed(Failure.of(e));
        }
    }

    private void finished() {
        if (over) {
            return;
        }
        over = true;
        transport.unregisterProducer();
        boolean whole = length < 0 || written == length;
        ended.accept(whole ? null : new WrongBodyLength("the producer wrote " + written + " of " + length + " bytes"));
    }

    private void failed(Failure reason) {
        if (!over) {
            over = true;
            transport.unregisterProducer();
            ended.accept(reason.value());
        }
    }

    @Override
    public void write(ByteBuf data) {
        if (over) {
            data.release();
            throw new IllegalStateException("write after the end of a request's body");
        }
        written += data.readableBytes();
        if (length >= 0 && written > length) {
            data.release();
            Throwable tooMuch = new WrongBodyLength("the producer wrote more than " + length + " bytes");
            stop();
            ended.accept(tooMuch);
            return;
        }
        out.accept(data);
    }

    /** Nobody wants the rest. */
    void stop() {
        if (over) {
            return;
        }
        over = true;
        transport.unregisterProducer();
        try {
            producer.stopProducing();
        } catch (Exception e) {
            LOG.error("{} threw from stopProducing", producer.getClass().getName(), e);
        }
    }

    @Override
    public void registerProducer(PushProducer source) {}

    @Override
    public void registerProducer(PullProducer source) {}

    @Override
    public void unregisterProducer() {}

    // ---- as the transport's producer

    @Override
    public void pauseProducing() throws Exception {
        if (!over) {
            producer.pauseProducing();
        }
    }

    @Override
    public void resumeProducing() throws Exception {
        if (!over) {
            producer.resumeProducing();
        }
    }

    @Override
    public void stopProducing() {
        stop();
    }
}
