/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty.pipe;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream that blocks, written and flushed by a thread of its own, a chunk at a time.
 *
 * <p>A chunk counts as written when the stream has taken it, so that a channel that closes when everything is written loses
 * nothing. The thread begins with the first write.
 */
public final class StreamOutput implements PipeOutput {

    private static final int CHUNK = 65536;

    private final OutputStream out;
    private final String name;
    private final boolean closes;
    private byte[] chunk = {};

    /** Guarded by this, as all that follows. */
    private @Nullable Thread thread;

    private @Nullable Runnable waiting;

    /** How much of the chunk the thread has to write, or has written. */
    private int length;

    private boolean busy;
    private boolean written;
    private boolean closed;
    private @Nullable IOException failure;

    /**
     * Takes a stream over.
     *
     * @param out flushed after every write
     * @param closes whether {@link #close} closes the stream
     * @param name of the thread
     */
    public StreamOutput(OutputStream out, boolean closes, String name) {
        this.out = out;
        this.closes = closes;
        this.name = name;
    }

    @Override
    public synchronized void awaitReady(Runnable ready) {
        if (busy) {
            waiting = ready;
        } else {
            ready.run();
        }
    }

    /** A stream tells only who writes to it. */
    @Override
    public void awaitBroken(Runnable broken) {}

    @Override
    public synchronized boolean isBroken() {
        return failure != null;
    }

    @Override
    public synchronized int write(ByteBuf from) throws IOException {
        if (failure != null) {
            throw new IOException(Objects.requireNonNullElse(failure.getMessage(), "write"), failure);
        }
        if (busy) {
            return 0;
        }
        if (written) {
            written = false;
            return length;
        }
        length = Math.min(from.readableBytes(), CHUNK);
        if (chunk.length < length) {
            chunk = new byte[length];
        }
        from.getBytes(from.readerIndex(), chunk, 0, length);
        busy = true;
        if (thread == null) {
            Thread made = new Thread(this::run, name);
            made.setDaemon(true);
            thread = made;
            made.start();
        }
        notifyAll();
        return 0;
    }

    private void run() {
        while (awaitChunk()) {
            IOException error = null;
            try {
                out.write(chunk, 0, length);
                out.flush();
            } catch (IOException e) {
                error = e;
            }
            Runnable ready = writeDone(error);
            if (ready != null) {
                ready.run();
            }
        }
    }

    private synchronized boolean awaitChunk() {
        try {
            while (!busy && !closed && failure == null) {
                wait();
            }
            return !closed && failure == null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized @Nullable Runnable writeDone(@Nullable IOException error) {
        busy = false;
        written = true;
        failure = error;
        Runnable ready = waiting;
        waiting = null;
        return ready;
    }

    @Override
    public void end() {
        close(true);
    }

    @Override
    public void close() {
        close(closes);
    }

    private void close(boolean streamToo) {
        synchronized (this) {
            closed = true;
            waiting = null;
            notifyAll();
        }
        if (streamToo) {
            try {
                out.close();
            } catch (IOException e) {
                // Its reader is gone, which is no news to whoever closes it.
            }
        }
    }
}
