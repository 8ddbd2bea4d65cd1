/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Writes to a stream that blocks, on a thread of its own. */
final class PipeWriter {

    private static final byte[] STOP = {};

    private final OutputStream out;
    private final Source source;
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;
    private volatile boolean stopped;

    /** Called on the writing thread. */
    interface Source {
        void written(int count);

        void failed(IOException e);
    }

    PipeWriter(OutputStream out, Source source) {
        this.out = out;
        this.source = source;
    }

    void start(String name) {
        thread = new Thread(this::write, name);
        thread.setDaemon(true);
        thread.start();
    }

    void write(byte[] data) {
        queue.add(data);
    }

    /** Drops what has not been written. */
    void stop() {
        stopped = true;
        queue.add(STOP);
    }

    @SuppressWarnings("ReferenceEquality") // the marker, not its content
    private void write() {
        try {
            while (true) {
                byte[] data = queue.take();
                if (stopped || data == STOP) {
                    return;
                }
                out.write(data);
                out.flush();
                source.written(data.length);
            }
        } catch (IOException e) {
            source.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
