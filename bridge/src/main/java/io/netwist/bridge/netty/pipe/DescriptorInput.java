/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty.pipe;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.posix.Poller;
import io.netwist.bridge.posix.Posix;
import io.netwist.bridge.posix.PosixException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A descriptor to be read: the end of a pipe, or our side of a terminal. */
public final class DescriptorInput implements PipeInput {

    private final int descriptor;
    private final Poller.Watch watch;
    private @Nullable Runnable waiting;

    /**
     * Takes a descriptor over.
     *
     * @param descriptor ours alone; closed by {@link #close}
     * @param poller tells when there is something
     * @throws PosixException if it is not open; then it is the caller's still
     */
    public DescriptorInput(int descriptor, Poller poller) throws PosixException {
        Posix.setNonBlocking(descriptor);
        this.descriptor = descriptor;
        this.watch = poller.watch(descriptor, this::report);
    }

    private synchronized @Nullable Runnable exchange(@Nullable Runnable next) {
        Runnable before = waiting;
        waiting = next;
        return before;
    }

    private void report() {
        Runnable ready = exchange(null);
        if (ready != null) {
            ready.run();
        }
    }

    @Override
    public void awaitReady(Runnable ready) {
        exchange(ready);
        watch.arm(Poller.Interest.READ);
    }

    @Override
    public int read(ByteBuf into) throws PosixException {
        ByteBuffer room = into.internalNioBuffer(into.writerIndex(), into.writableBytes());
        int count = Posix.read(descriptor, room);
        if (count > 0) {
            into.writerIndex(into.writerIndex() + count);
        }
        return count == Posix.END ? END : count;
    }

    @Override
    public void close() {
        watch.cancel();
        Posix.close(descriptor);
    }
}
