/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty.pipe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netwist.bridge.address.Address;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A channel over one or two pipes, on any event loop.
 *
 * <p>It is active from the start. The end of its input is told by {@code ChannelInputShutdownEvent} and leaves it open, as a
 * socket with half-closure allowed; an output that nobody reads any more by {@link #OUTPUT_BROKEN}, and what was written
 * is dropped. A channel that has only an output is closed by that.
 */
public final class PipeChannel extends AbstractChannel implements DuplexChannel {

    /** The user event that tells that nobody reads the output any more. */
    public static final Object OUTPUT_BROKEN = new Object() {
        @Override
        public String toString() {
            return "OUTPUT_BROKEN";
        }
    };

    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final @Nullable PipeInput input;
    private final @Nullable PipeOutput output;
    private final SocketAddress address;
    private final ChannelConfig config = new Config();

    /** Somebody wants to read; whether the input has been asked is another matter. */
    private boolean readPending;

    private boolean inputAsked;
    private boolean outputAsked;
    private volatile boolean inputShut;
    private volatile boolean outputShut;
    private volatile boolean closed;

    /**
     * A channel that is not registered yet. Closing it closes both ends.
     *
     * @param input where it reads, or null if it does not
     * @param output where it writes, or null if it does not
     * @param address what it calls both of its ends
     */
    public PipeChannel(@Nullable PipeInput input, @Nullable PipeOutput output, Address address) {
        super(null);
        this.input = input;
        this.output = output;
        this.address = new PipeSocketAddress(address);
        this.inputShut = input == null;
        this.outputShut = output == null;
    }

    private final class Config extends DefaultChannelConfig {
        Config() {
            super(PipeChannel.this);
        }

        @Override
        protected void autoReadCleared() {
            readPending = false;
        }
    }

    private void onLoop(Runnable step) {
        try {
            eventLoop().execute(step);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and the channel with it.
        }
    }

    // ---- input

    @Override
    protected void doBeginRead() {
        readPending = true;
        PipeInput in = input;
        if (in != null && !inputShut && !inputAsked) {
            inputAsked = true;
            in.awaitReady(() -> onLoop(this::inputReady));
        }
    }

    private void inputReady() {
        inputAsked = false;
        if (readPending && !inputShut && input != null) {
            readPending = false;
            readFrom(input);
        }
    }

    private void readFrom(PipeInput in) {
        var handle = unsafe().recvBufAllocHandle();
        handle.reset(config);
        boolean ended = false;
        IOException failure = null;
        do {
            ByteBuf buffer = handle.allocate(config.getAllocator());
            handle.attemptedBytesRead(buffer.writableBytes());
            int count = 0;
            try {
                count = in.read(buffer);
            } catch (IOException e) {
                failure = e;
            }
            ended = failure != null || count == PipeInput.END;
            handle.lastBytesRead(Math.max(0, count));
            if (count <= 0 || failure != null) {
                buffer.release();
                break;
            }
            handle.incMessagesRead(1);
            pipeline().fireChannelRead(buffer);
        } while (!inputShut && handle.continueReading());
        handle.readComplete();
        boolean endsNow = ended && !inputShut;
        if (endsNow) {
            closeInput();
        }
        pipeline().fireChannelReadComplete();
        if (failure != null) {
            pipeline().fireExceptionCaught(failure);
        }
        if (endsNow) {
            pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    private void closeInput() {
        if (!inputShut && input != null) {
            inputShut = true;
            input.close();
        }
    }

    // ---- output

    @Override
    protected Object filterOutboundMessage(Object message) {
        if (message instanceof ByteBuf) {
            return message;
        }
        throw new UnsupportedOperationException(
                "message: " + message.getClass().getName() + " (expected: ByteBuf, which is all that a pipe takes)");
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer pending) {
        PipeOutput out = output;
        if (out == null || outputShut) {
            drop(pending);
            return;
        }
        try {
            while (pending.current() != null) {
                ByteBuf next = (ByteBuf) pending.current();
                int count = next.isReadable() ? out.write(next) : 0;
                if (count > 0 || !next.isReadable()) {
                    // Also removes empty buffers, whose promises somebody may wait for.
                    pending.removeBytes(count);
                } else {
                    awaitRoom(out);
                    return;
                }
            }
            awaitBroken(out);
        } catch (IOException e) {
            outputBroken(pending);
        }
    }

    private void awaitRoom(PipeOutput out) {
        if (!outputAsked) {
            outputAsked = true;
            out.awaitReady(() -> onLoop(this::outputReady));
        }
    }

    private void outputReady() {
        outputAsked = false;
        ((PipeUnsafe) unsafe()).flushOn();
        if (output != null && !outputShut) {
            // Perhaps everything had been written before.
            awaitBroken(output);
        }
    }

    private void awaitBroken(PipeOutput out) {
        if (!outputAsked) {
            out.awaitBroken(() -> onLoop(this::lookWhetherBroken));
        }
    }

    private void lookWhetherBroken() {
        ChannelOutboundBuffer pending = unsafe().outboundBuffer();
        if (output != null && !outputShut && pending != null && output.isBroken()) {
            outputBroken(pending);
        }
    }

    /** Nobody will ever read what is pending, and nobody who wrote it will learn more than that. */
    private void outputBroken(ChannelOutboundBuffer pending) {
        closeOutput();
        drop(pending);
        onLoop(() -> {
            pipeline().fireUserEventTriggered(OUTPUT_BROKEN);
            if (input == null) {
                close();
            }
        });
    }

    private static void drop(ChannelOutboundBuffer pending) {
        while (pending.current() != null) {
            pending.remove();
        }
    }

    private void closeOutput() {
        if (!outputShut && output != null) {
            outputShut = true;
            output.close();
        }
    }

    // ---- the life of a channel

    @Override
    protected void doRegister(ChannelPromise promise) {
        if (output != null) {
            awaitBroken(output);
        }
        promise.setSuccess();
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new PipeUnsafe();
    }

    private final class PipeUnsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            promise.setFailure(new UnsupportedOperationException("connect: a pipe is connected from the start"));
        }

        void flushOn() {
            flush0();
        }
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("bind: a pipe has no address");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected void doClose() {
        closed = true;
        closeInput();
        closeOutput();
    }

    @Override
    protected void doShutdownOutput() {
        if (!outputShut && output != null) {
            outputShut = true;
            output.end();
        }
    }

    @Override
    protected SocketAddress localAddress0() {
        return address;
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return address;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public boolean isActive() {
        return !closed;
    }

    // ---- DuplexChannel

    @Override
    public boolean isInputShutdown() {
        return inputShut;
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShut;
    }

    @Override
    public boolean isShutdown() {
        return inputShut && outputShut;
    }

    @Override
    public ChannelFuture shutdownInput() {
        return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        return step(promise, () -> {
            closeInput();
            promise.setSuccess();
        });
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        return step(promise, () -> ((PipeUnsafe) unsafe()).shutdownOutput(promise));
    }

    @Override
    public ChannelFuture shutdown() {
        return shutdown(newPromise());
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        return step(promise, () -> {
            closeInput();
            ((PipeUnsafe) unsafe()).shutdownOutput(promise);
        });
    }

    private ChannelFuture step(ChannelPromise promise, Runnable step) {
        if (eventLoop().inEventLoop()) {
            step.run();
        } else {
            onLoop(step);
        }
        return promise;
    }
}
