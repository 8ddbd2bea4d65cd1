/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.deferred.Deferred;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file to a consumer, piece by piece, as fast as that takes it.
 *
 * <p>The file is read on the reactor's thread, at most 16 KiB at a time, and stays the caller's to close. Source: {@code
 * twisted.protocols.basic.FileSender}.
 */
public final class FileSender implements PullProducer {

    private static final int PIECE = 16 * 1024;

    private final ReadableByteChannel file;
    private final ByteConsumer consumer;
    private final UnaryOperator<ByteBuf> transform;
    private final Deferred<@Nullable Byte> done = new Deferred<>();
    private @Nullable Byte last;
    private long sent;
    private boolean over;

    private FileSender(ReadableByteChannel file, ByteConsumer consumer, UnaryOperator<ByteBuf> transform) {
        this.file = file;
        this.consumer = consumer;
        this.transform = transform;
    }

    /**
     * Sends a file as it is.
     *
     * @param file read from its position to its end
     * @param consumer for example a transport; has no producer
     * @return as the other method
     */
    public static Deferred<@Nullable Byte> beginFileTransfer(ReadableByteChannel file, ByteConsumer consumer) {
        return beginFileTransfer(file, consumer, UnaryOperator.identity());
    }

    /**
     * Sends a file, changed on the way.
     *
     * @param file read from its position to its end
     * @param consumer for example a transport; has no producer
     * @param transform given each piece, and gives the one to send; owns what it is given
     * @return fired with the last byte sent, or null if there was none, when everything has been written; failed with an
     *     IOException if reading failed or the consumer wanted no more
     */
    public static Deferred<@Nullable Byte> beginFileTransfer(
            ReadableByteChannel file, ByteConsumer consumer, UnaryOperator<ByteBuf> transform) {
        FileSender sender = new FileSender(file, consumer, transform);
        consumer.registerProducer(sender);
        return sender.done;
    }

    /** Sends the next piece. Called by the consumer. */
    @Override
    public void resumeProducing() {
        if (over) {
            return;
        }
        ByteBuf piece = ByteBufAllocator.DEFAULT.buffer(PIECE, PIECE);
        try {
            ByteBuffer room = piece.internalNioBuffer(0, PIECE);
            int count = file.read(room);
            if (count < 0) {
                piece.release();
                end();
                done.callback(last);
                return;
            }
            piece.writerIndex(count);
        } catch (IOException e) {
            piece.release();
            end();
            done.errback(e);
            return;
        }
        send(transform.apply(piece));
    }

    private void send(ByteBuf changed) {
        if (changed.isReadable()) {
            last = changed.getByte(changed.writerIndex() - 1);
            sent += changed.readableBytes();
        }
        consumer.write(changed);
    }

    private void end() {
        over = true;
        consumer.unregisterProducer();
    }

    /** Gives up. Called by the consumer. */
    @Override
    public void stopProducing() {
        if (!over) {
            over = true;
            done.errback(new IOException("the consumer asked to stop after " + sent + " bytes"));
        }
    }
}
