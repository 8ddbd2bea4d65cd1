/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.netty.pipe.PipeSocketAddress;
import io.netwist.bridge.stream.PushProducer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A channel over a transport of any kind, on that transport's reactor. */
final class TransportChannel extends AbstractChannel implements DuplexChannel {

    /*
     * Theory of operation
     *
     * What the transport receives is fired through the pipeline as it comes, one read for each piece; while nobody wants
     * to read, the transport is paused. What the pipeline writes goes to the transport at once, for which we are a push
     * producer: while the transport has too much, flushed messages stay in Netty's outbound buffer, so isWritable() of the
     * channel and the flow control of a protocol at the end of the pipeline see the slow peer below.
     *
     * Closing asks the transport to end in order, or at once with SO_LINGER 0, and the channel is closed when the transport
     * has ended: channelInactive, and so connectionLost above, comes after everything was sent.
     */

    private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

    private final Transport below;
    private final Config config = new Config();

    private boolean readPending;
    private boolean belowPaused;

    /** The transport has as much as it wants. */
    private boolean blocked;

    /** The transport was asked to end. */
    private boolean ending;

    private boolean aborting;

    /** The reactor stops, and nothing will be heard from below any more. */
    private boolean stopping;

    private volatile boolean belowLost;
    private volatile boolean closed;
    private volatile boolean inputShut;
    private volatile boolean outputShut;

    TransportChannel(Transport below) {
        super(parentOf(below));
        this.below = below;
    }

    /** The same as below, by which a connection knows whether it was accepted. */
    private static @Nullable Channel parentOf(Transport below) {
        return below.as(ChannelTransport.class)
                .map(ChannelTransport::channel)
                .map(Channel::parent)
                .orElse(null);
    }

    Transport below() {
        return below;
    }

    /** Registers with the loop of the transport's reactor; the pipeline has been told that it is active when this returns. */
    void begin() {
        below.registerProducer(new Flow());
        TransportLoop.of(below.reactor()).register(this);
        if (!readPending) {
            pauseBelow();
        }
    }

    // ---- input

    /** Takes bytes; released by the pipeline. */
    void received(ByteBuf data) {
        readPending = false;
        pipeline().fireChannelRead(data);
        pipeline().fireChannelReadComplete();
        if (!readPending) {
            pauseBelow();
        }
    }

    /** The peer will send nothing more. */
    void inputEnded() {
        inputShut = true;
        if (config.halfClosure) {
            pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        } else {
            close();
        }
    }

    /** The transport has ended. */
    void lost(Throwable reason) {
        belowLost = true;
        inputShut = true;
        outputShut = true;
        if (!(reason instanceof ConnectionDone) && !ending) {
            pipeline().fireExceptionCaught(reason);
        }
        unsafe().close(unsafe().voidPromise());
    }

    @Override
    protected void doBeginRead() {
        readPending = true;
        if (belowPaused) {
            belowPaused = false;
            below.resumeProducing();
        }
    }

    private void pauseBelow() {
        if (!belowPaused && !belowLost && !inputShut) {
            belowPaused = true;
            below.pauseProducing();
        }
    }

    // ---- output

    @Override
    protected Object filterOutboundMessage(Object message) {
        if (message instanceof ByteBuf) {
            return message;
        }
        throw new UnsupportedOperationException("message: " + message.getClass().getName()
                + " (expected: ByteBuf, which is all that a transport takes)");
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer pending) {
        for (Object next = pending.current(); next != null && !blocked; next = pending.current()) {
            below.write(((ByteBuf) next).retain());
            pending.remove();
        }
    }

    private final class Flow implements PushProducer {
        @Override
        public void pauseProducing() {
            blocked = true;
        }

        @Override
        public void resumeProducing() {
            blocked = false;
            ((TransportUnsafe) unsafe()).flushOn();
        }

        @Override
        public void stopProducing() {
            // connectionLost follows.
        }
    }

    // ---- the end

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new TransportUnsafe();
    }

    private final class TransportUnsafe extends AbstractUnsafe {
        @Override
        public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
            promise.setFailure(new UnsupportedOperationException("connect: " + below + " is connected from the start"));
        }

        void flushOn() {
            flush0();
        }

        @Override
        public void close(ChannelPromise promise) {
            if (belowLost || closed || stopping || !isRegistered()) {
                super.close(promise);
                return;
            }
            closeFuture().addListener(over -> safeSetSuccess(promise));
            endBelow();
        }
    }

    private void endBelow() {
        boolean abort = config.linger == 0;
        if (!ending) {
            ending = true;
            below.unregisterProducer();
            if (!abort) {
                below.loseConnection();
            }
        }
        if (abort && !aborting) {
            aborting = true;
            below.abortConnection();
        }
    }

    @Override
    protected void doClose() {
        closed = true;
        if (stopping) {
            endBelow();
        } else if (!belowLost && !aborting) {
            aborting = true;
            below.abortConnection();
        }
    }

    /** From here on closing does not wait for the transport: a child process may well outlive its reactor. */
    void reactorStops() {
        stopping = true;
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    // ---- the life of a channel

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return true;
    }

    @Override
    protected void doRegister(ChannelPromise promise) {
        promise.setSuccess();
    }

    @Override
    protected void doBind(SocketAddress local) {
        throw new UnsupportedOperationException("bind: " + below + " has its address");
    }

    @Override
    protected SocketAddress localAddress0() {
        return socketAddress(below.getHost());
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return socketAddress(below.getPeer());
    }

    private static SocketAddress socketAddress(Address address) {
        return address instanceof TcpAddress tcp
                ? new InetSocketAddress(tcp.host(), tcp.port())
                : new PipeSocketAddress(address);
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
    protected void doShutdownOutput() {
        TcpTransport half = below.as(TcpTransport.class)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "shutdownOutput: " + below + " cannot end in one direction only"));
        outputShut = true;
        below.unregisterProducer(); // Nothing more will be produced, and the end waits for that.
        half.loseWriteConnection();
    }

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
        return promise.setFailure(
                new UnsupportedOperationException("shutdownInput: a transport is read until it ends"));
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        if (eventLoop().inEventLoop()) {
            // What is held back would be lost: its promises have not been kept.
            blocked = false;
            ((TransportUnsafe) unsafe()).flushOn();
            ((TransportUnsafe) unsafe()).shutdownOutput(promise);
        } else {
            eventLoop().execute(() -> shutdownOutput(promise));
        }
        return promise;
    }

    @Override
    public ChannelFuture shutdown() {
        return close();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        return close(promise);
    }

    // ---- options

    /** Beside Netty's own: what an end of input means, and SO_LINGER 0 for an end at once; the rest are those below. */
    private final class Config extends DefaultChannelConfig {
        private boolean halfClosure;
        private int linger = -1;

        Config() {
            super(TransportChannel.this);
        }

        private @Nullable TcpTransport socket(ChannelOption<?> option) {
            return option.equals(ChannelOption.TCP_NODELAY) || option.equals(ChannelOption.SO_KEEPALIVE)
                    ? below.as(TcpTransport.class).orElse(null)
                    : null;
        }

        @Override
        public Map<ChannelOption<?>, Object> getOptions() {
            return getOptions(super.getOptions(), ChannelOption.ALLOW_HALF_CLOSURE, ChannelOption.SO_LINGER);
        }

        @Override
        @SuppressWarnings("unchecked") // Netty's own way of telling an option's type.
        public <T> @Nullable T getOption(ChannelOption<T> option) {
            if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
                return (T) Boolean.valueOf(halfClosure);
            }
            if (option.equals(ChannelOption.SO_LINGER)) {
                return (T) Integer.valueOf(linger);
            }
            TcpTransport socket = socket(option);
            if (socket != null) {
                boolean on =
                        option.equals(ChannelOption.TCP_NODELAY) ? socket.getTcpNoDelay() : socket.getTcpKeepAlive();
                return (T) Boolean.valueOf(on);
            }
            return super.getOption(option);
        }

        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
            if (option.equals(ChannelOption.ALLOW_HALF_CLOSURE)) {
                halfClosure = (Boolean) value;
                return true;
            }
            if (option.equals(ChannelOption.SO_LINGER)) {
                linger = (Integer) value;
                return true;
            }
            TcpTransport socket = socket(option);
            if (socket == null) {
                return super.setOption(option, value);
            }
            if (option.equals(ChannelOption.TCP_NODELAY)) {
                socket.setTcpNoDelay((Boolean) value);
            } else {
                socket.setTcpKeepAlive((Boolean) value);
            }
            return true;
        }

        @Override
        protected void autoReadCleared() {
            if (eventLoop().inEventLoop()) {
                readPending = false;
                pauseBelow();
            } else {
                eventLoop().execute(() -> {
                    if (!isAutoRead()) {
                        readPending = false;
                        pauseBelow();
                    }
                });
            }
        }
    }
}
