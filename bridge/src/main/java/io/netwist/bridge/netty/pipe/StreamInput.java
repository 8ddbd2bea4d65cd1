/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty.pipe;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream that blocks, read by a thread of its own: one chunk, when somebody waits for it.
 *
 * <p>A daemon thread, because a read of standard input cannot be interrupted. It begins with the first wait.
 */
public final class StreamInput implements PipeInput {

    private static final int CHUNK = 8192;

    private final InputStream in;
    private final boolean closes;
    private final String name;
    private final byte[] chunk = new byte[CHUNK];

    /** Guarded by this, as all that follows. */
    private @Nullable Thread thread;

    /** Who waits; the thread reads while there is somebody. */
    private @Nullable Runnable waiting;

    /** What was read and not taken: from here to there in the chunk. */
    private int from;

    private int to;
    private boolean ended;
    private boolean closed;
    private @Nullable IOException failure;

    /**
     * Takes a stream over.
     *
     * @param in where it reads
     * @param closes whether {@link #close} closes the stream
     * @param name of the thread
     */
    public StreamInput(InputStream in, boolean closes, String name) {
        this.in = in;
        this.closes = closes;
        this.name = name;
    }

    @Override
    public synchronized void awaitReady(Runnable ready) {
        if (from < to || ended || failure != null) {
            ready.run();
            return;
        }
        waiting = ready;
        if (thread == null) {
            Thread made = new Thread(this::run, name);
            made.setDaemon(true);
            thread = made;
            made.start();
        }
        notifyAll();
    }

    private void run() {
        while (awaitWanted()) {
            int count = -1;
            IOException error = null;
            try {
                count = in.read(chunk);
            } catch (IOException e) {
                error = e;
            }
            Runnable ready = readDone(count, error);
            if (ready != null) {
                ready.run();
            }
        }
    }

    private synchronized boolean awaitWanted() {
        try {
            while (waiting == null && !closed && !ended && failure == null) {
                wait();
            }
            return !closed && !ended && failure == null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized @Nullable Runnable readDone(int count, @Nullable IOException error) {
        from = 0;
        to = Math.max(0, count);
        ended = count < 0;
        failure = error;
        Runnable ready = waiting;
        waiting = null;
        return ready;
    }

    @Override
    public synchronized int read(ByteBuf into) throws IOException {
        if (from < to) {
            int count = Math.min(to - from, into.writableBytes());
            into.writeBytes(chunk, from, count);
            from += count;
            return count;
        }
        if (failure != null) {
            throw new IOException(Objects.requireNonNullElse(failure.getMessage(), "read"), failure);
        }
        return ended ? END : 0;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting = null;
            notifyAll();
        }
        if (closes) {
            try {
                in.close();
            } catch (IOException e) {
                // Nobody wants to read it any more, so nobody need know.
            }
        }
    }
}
