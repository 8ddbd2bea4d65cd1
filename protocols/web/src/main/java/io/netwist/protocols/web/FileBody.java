/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.ReactorThreads;
import io.netwist.bridge.stream.PullProducer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a file piece by piece, where it cannot be handed to the kernel: over TLS, and in HTTP/2. */
final class FileBody implements PullProducer {

    private static final Logger LOG = LoggerFactory.getLogger(FileBody.class);
    private static final int PIECE = 64 * 1024;

    private final ReactorThreads threads;
    private final Request request;
    private final FileChannel file;
    private long position;
    private final long end;

    /** Whether a thread reads, during which nobody may close the file. */
    private boolean reading;

    private boolean stopped;

    private FileBody(ReactorThreads threads, Request request, FileChannel file, long position, long length) {
        this.threads = threads;
        this.request = request;
        this.file = file;
        this.position = position;
        this.end = position + length;
    }

    static void send(ReactorThreads threads, Request request, FileChannel file, long position, long length) {
        request.registerProducer(new FileBody(threads, request, file, position, length));
    }

    @Override
    public void resumeProducing() {
        if (reading || stopped) {
            return;
        }
        reading = true;
        threads.deferToThread(this::readPiece).consume(this::send, failure -> failed(failure.value()));
    }

    private ByteBuf readPiece() throws IOException {
        int length = (int) Math.min(PIECE, end - position);
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long at = position;
        while (bytes.hasRemaining()) {
            int count = file.read(bytes, at);
            if (count < 0) {
                throw new EOFException("the file ended at byte " + at + " (expected: " + end + ")");
            }
            at += count;
        }
        return Unpooled.wrappedBuffer(bytes.flip());
    }

    private void send(ByteBuf piece) {
        reading = false;
        if (stopped) {
            piece.release();
            close(file);
            return;
        }
        position += piece.readableBytes();
        request.writeFilePiece(piece);
        if (position == end) {
            stopped = true;
            close(file);
            request.unregisterProducer();
            request.finish();
        }
    }

    private void failed(Throwable reason) {
        reading = false;
        close(file);
        if (!stopped) {
            stopped = true;
            request.unregisterProducer();
            request.processingFailed(reason);
        }
    }

    @Override
    public void stopProducing() {
        stopped = true;
        if (!reading) {
            close(file);
        }
    }

    static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("A file that was being sent could not be closed", e);
        }
    }
}
