/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty.pipe;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.posix.Poller;
import io.netwist.bridge.posix.Posix;
import io.netwist.bridge.posix.PosixException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A descriptor to be written: the end of a pipe, or our side of a terminal. */
public final class DescriptorOutput implements PipeOutput {

    private static final int AT_ONCE = 128 * 1024;

    private final int descriptor;
    private final Poller.Watch watch;
    private @Nullable Runnable waiting;

    /**
     * Takes a descriptor over.
     *
     * @param descriptor ours alone; closed by {@link #close}
     * @param poller tells when there is room
     * @throws PosixException if it is not open; then it is the caller's still
     */
    public DescriptorOutput(int descriptor, Poller poller) throws PosixException {
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
        watch.arm(Poller.Interest.WRITE);
    }

    @Override
    public void awaitBroken(Runnable told) {
        exchange(told);
        watch.arm(Poller.Interest.BROKEN);
    }

    @Override
    public int write(ByteBuf from) throws PosixException {
        // Netty's own bound of what one turn may send, for the sake of the other connections.
        int length = Math.min(from.readableBytes(), AT_ONCE);
        ByteBuffer data = from.nioBufferCount() == 1
                ? from.internalNioBuffer(from.readerIndex(), length)
                : from.nioBuffer(from.readerIndex(), length);
        return Posix.write(descriptor, data);
    }

    @Override
    public boolean isBroken() {
        return Posix.isBroken(descriptor);
    }

    @Override
    public void end() {
        close();
    }

    @Override
    public void close() {
        watch.cancel();
        Posix.close(descriptor);
    }
}
