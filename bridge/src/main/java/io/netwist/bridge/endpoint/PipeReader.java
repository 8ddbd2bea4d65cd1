/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/**
 * Reads a stream that blocks, on a thread of its own, one chunk ahead of whoever takes the chunks.
 *
 * <p>A daemon thread, because a read of standard input cannot be interrupted.
 */
final class PipeReader {

    private static final int CHUNK = 8192;

    private final InputStream in;
    private final Sink sink;

    /** Has a permit for each chunk that may be read. */
    private final Semaphore wanted = new Semaphore(1);

    private volatile boolean stopped;

    /** Called on the reading thread. */
    interface Sink {
        void chunk(byte[] data);

        void end();

        void failed(IOException e);
    }

    PipeReader(InputStream in, Sink sink) {
        this.in = in;
        this.sink = sink;
    }

    void start(String name) {
        Thread thread = new Thread(this::read, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The last chunk has been used. */
    void next() {
        wanted.release();
    }

    void stop() {
        stopped = true;
        wanted.release();
    }

    private void read() {
        byte[] buffer = new byte[CHUNK];
        try {
            while (true) {
                wanted.acquireUninterruptibly();
                int count = stopped ? -1 : in.read(buffer);
                if (stopped) {
                    return;
                }
                if (count < 0) {
                    sink.end();
                    return;
                }
                sink.chunk(Arrays.copyOf(buffer, count));
            }
        } catch (IOException e) {
            sink.failed(e);
        }
    }
}
