/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a file as the body of a request, in pieces of 64 KiB, one in each turn of the reactor.
 *
 * <p>Ownership: the file is given away, and closed at the end, on an error and when the request is cancelled. Source: {@code
 * twisted.web.client.FileBodyProducer}.
 */
public final class FileBodyProducer implements BodyProducer {

    private static final Logger LOG = LoggerFactory.getLogger(FileBodyProducer.class);
    private static final int PIECE = 64 * 1024;

    private final FileChannel file;
    private final ReactorTime time;
    private final long length;

    private @Nullable ByteConsumer consumer;
    private @Nullable Deferred<@Nullable Void> finished;
    private @Nullable DelayedCall next;
    private long left;

    /**
     * A body of what is left of a file behind its position.
     *
     * @param file open for reading
     * @param time the reactor
     * @throws IOException if the file cannot tell its size
     */
    public FileBodyProducer(FileChannel file, ReactorTime time) throws IOException {
        this.file = file;
        this.time = time;
        this.length = Math.max(0, file.size() - file.position());
        this.left = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Deferred<@Nullable Void> startProducing(ByteConsumer to) {
        Deferred<@Nullable Void> own = new Deferred<>(self -> end());
        finished = own;
        consumer = to;
        resumeProducing();
        return own;
    }

    private void piece() {
        next = null;
        ByteConsumer to = consumer;
        if (to == null) {
            return;
        }
        ByteBuf piece = Unpooled.buffer((int) Math.min(PIECE, Math.max(left, 1)));
        try {
            while (left > 0 && piece.isWritable()) {
                int read = piece.writeBytes(file, piece.writableBytes());
                if (read < 0) {
                    throw new IOException("the file ended " + left + " bytes early");
                }
                left -= read;
            }
        } catch (IOException e) {
            piece.release();
            fire(e);
            return;
        }
        if (left > 0) {
            resumeProducing();
        }
        to.write(piece);
        if (left == 0) {
            fire(null);
        }
    }

    private void fire(@Nullable Throwable reason) {
        Deferred<@Nullable Void> own = finished;
        end();
        if (own == null) {
            return;
        }
        if (reason == null) {
            own.callback(null);
        } else {
            own.errback(reason);
        }
    }

    private void end() {
        pauseProducing();
        consumer = null;
        finished = null;
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("A file that was sent could not be closed", e);
        }
    }

    @Override
    public void pauseProducing() {
        DelayedCall dropped = next;
        next = null;
        if (dropped != null) {
            dropped.cancel();
        }
    }

    @Override
    public void resumeProducing() {
        if (consumer != null && next == null) {
            next = time.callLater(Duration.ZERO, this::piece);
        }
    }

    /** May be called again. The Deferred of {@link #startProducing} does not fire then, as in Twisted. */
    @Override
    public void stopProducing() {
        end();
    }
}
