/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.error.WriteBufferOverflow;
import io.netwist.bridge.stream.Pieces;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transport of a protocol in a channel's pipeline: Twisted's order of events, made from Netty's. */
final class StreamTransport implements Transport, ChannelTransport, TcpTransport {

    /*
     * Theory of operation
     *
     * A connection is open, then disconnecting (somebody asked for the end, or a callback threw), then over. The reason
     * is decided once, by whoever first has one; connectionLost comes only from Netty's channelInactive, which Netty
     * posts, so it is never on the stack of a write, a close or another callback.
     *
     * Netty with half-closure allowed tells of the peer's end by an event and keeps the channel open, of a reset by an
     * exception and then the same event. So an exception is only remembered, and the event decides: ConnectionLost if
     * one was remembered, else the end of stream. A write that fails makes Netty close the channel by itself; then
     * channelInactive decides in the same way.
     *
     * Inbound delivers, and holds back while paused; Outbound sends, and knows when everything is sent.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Protocol.class);

    private final EventLoopReactor reactor;
    private final ChannelHandlerContext ctx;
    private final Address peer;
    private final Address host;
    private final Inbound in;
    private final Outbound out;

    /** Replaced by switchProtocol. */
    private Protocol protocol;

    /** Told after connectionLost: a connector. */
    private final @Nullable ConnectionEnd end;

    private boolean disconnecting;
    private boolean aborted;
    private boolean writeShut;
    private boolean outputBroken;
    private boolean lingering;
    private boolean lost;

    /** The first reason that somebody had; null while the connection is well. */
    private @Nullable Throwable reason;

    /** What exceptionCaught told, of which only the event that follows says what it means. */
    private @Nullable Throwable pipelineError;

    private @Nullable List<Deferred<Failure>> waiting;

    /** Ends the wait for the peer's end of stream after loseConnection(linger). */
    private @Nullable DelayedCall lingerLimit;

    /** Hears of the end of a connection after its protocol has. */
    interface ConnectionEnd {
        void connectionLost(Failure reason);
    }

    StreamTransport(
            EventLoopReactor reactor, ChannelHandlerContext ctx, Protocol protocol, @Nullable ConnectionEnd end) {
        this.reactor = reactor;
        this.ctx = ctx;
        this.protocol = protocol;
        this.end = end;
        this.peer = SocketAddresses.of(ctx.channel().remoteAddress());
        this.host = SocketAddresses.of(ctx.channel().localAddress());
        this.in = new Inbound(this, reactor, ctx);
        this.out = new Outbound(this, reactor, ctx);
    }

    // ---- events from the pipeline, in the order of a connection's life

    void active() {
        reactor.connections.add(this);
        connect();
        out.flush();
    }

    private void connect() {
        try {
            protocol.makeConnection(this);
        } catch (Throwable e) {
            callbackFailed(e);
            if (!isOurs()) {
                // It serves another connection, of whose end it must hear only once.
                protocol = new Refused();
            }
        }
    }

    private boolean isOurs() {
        try {
            return protocol.transport() == this;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** In place of a protocol that did not accept this connection. */
    private static final class Refused extends BaseProtocol {}

    /** Where input goes. */
    Inbound in() {
        return in;
    }

    void readComplete() {
        in.readComplete();
        out.flush();
    }

    /** Our handler was taken out of the pipeline: nothing more will be heard of the channel. */
    void removed() {
        if (!lost && ctx.channel().isActive()) {
            close(new ConnectionLost("Connection to " + peer + " was lost: its handler was removed", null));
            reactor.post(this::over);
        } else {
            over();
        }
    }

    void failed(Throwable cause) {
        if (pipelineError == null) {
            pipelineError = cause;
        }
        if (!(cause instanceof IOException) && !disconnecting) {
            // Not the socket: a handler before us could make nothing of the bytes, so nothing after them means
            // anything.
            LOG.debug("{} ends: {}", this, cause.toString());
            close(cause);
        }
    }

    void inactive() {
        if (reason != null || pipelineError != null || !in.holdClosed()) {
            over();
        }
    }

    /** The peer will send nothing more, or has reset the connection; everything before has been delivered. */
    void endOfInput() {
        if (lost) {
            return;
        }
        if (pipelineError != null) {
            close(lostBy(pipelineError));
        } else if (lingering) {
            close(new ConnectionDone());
        } else if (!disconnecting) {
            if (protocol instanceof HalfCloseable half) {
                guard(half::readConnectionLost);
                out.flush();
            } else {
                close(new ConnectionDone());
            }
        }
    }

    /** Nobody reads what we write any more, but we may still receive: only a pipe can say so. */
    void outputBroken() {
        if (lost) {
            return;
        }
        outputBroken = true;
        out.outputShut();
        out.stopProducers();
        if (disconnecting) {
            close(new ConnectionDone());
        } else if (!writeShut) {
            writeShut = true;
            if (protocol instanceof HalfCloseable half) {
                guard(half::writeConnectionLost);
            }
        }
    }

    // ---- ending

    /** Calls into the protocol or a producer; what they throw is logged and ends the connection with that as the reason. */
    void guard(Action call) {
        try {
            call.run();
        } catch (Throwable e) {
            callbackFailed(e);
        }
    }

    void guardLogOnly(Action call) {
        try {
            call.run();
        } catch (Throwable e) {
            logCallbackFailure(e);
        }
    }

    void callbackFailed(Throwable e) {
        logCallbackFailure(e);
        if (lost) {
            return;
        }
        reason = e;
        if (!disconnecting) {
            stopReceiving();
            out.stopProducers();
            closeWhenSent();
        }
    }

    private void logCallbackFailure(Throwable e) {
        LOG.error(
                "{} threw; its connection to {} is closed", protocol.getClass().getName(), peer, e);
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    /** From here on input is thrown away; it is still read, since unread input would make the close a reset. */
    private void stopReceiving() {
        disconnecting = true;
        in.discard();
        // Our own input, registered as the producer of our output (an echo), will produce nothing more.
        out.ended(this);
    }

    private void closeWhenSent() {
        // Once more round the loop, so that input which has come already is read and the close is no reset.
        out.whenSettled(() -> reactor.postAfterPoll(() -> close(new ConnectionDone())));
    }

    /** Closes the channel now; connectionLost follows in a later step. */
    private void close(Throwable why) {
        if (reason == null) {
            reason = why;
        }
        disconnecting = true;
        ctx.close();
    }

    void over() {
        if (lost) {
            return;
        }
        lost = true;
        disconnecting = true;
        in.discard();
        if (lingerLimit != null && lingerLimit.active()) {
            lingerLimit.cancel();
        }
        out.lost();
        reactor.connections.remove(this);
        Failure failure = Failure.of(finalReason());
        guardLogOnly(() -> protocol.connectionLost(failure));
        if (waiting != null) {
            waiting.forEach(each -> each.callbackValue(failure));
            waiting = null;
        }
        if (end != null) {
            end.connectionLost(failure);
        }
    }

    private Throwable finalReason() {
        if (reason == null && pipelineError != null) {
            return lostBy(pipelineError);
        }
        return reason != null ? reason : new ConnectionDone();
    }

    private ConnectionLost lostBy(Throwable error) {
        return new ConnectionLost("Connection to " + peer + " was lost: " + error.getMessage(), error);
    }

    /** The reactor stops. */
    void reactorStopped() {
        close(new ConnectionLost("Connection to " + peer + " was lost: the reactor stopped", null));
    }

    void overflow(WriteBufferOverflow why) {
        LOG.warn(why.getMessage());
        out.forget();
        abort(why);
    }

    private void abort(Throwable why) {
        if (aborted || lost) {
            return;
        }
        aborted = true;
        if (reason == null) {
            reason = why;
        }
        stopReceiving();
        reactor.post(() -> {
            if (ctx.channel().isOpen()) {
                // A reset; handlers before us (TLS) must not say goodbye first.
                ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                ctx.channel().unsafe().close(ctx.channel().unsafe().voidPromise());
            }
        });
    }

    // ---- Transport

    @Override
    public void write(ByteBuf data) {
        reactor.checkThread("write");
        reactor.lent.check(data);
        if (isDroppingWrites() || !data.isReadable()) {
            data.release();
        } else {
            out.write(data, data.readableBytes());
        }
    }

    @Override
    public void write(byte[] data) {
        reactor.checkThread("write");
        if (!isDroppingWrites() && data.length > 0) {
            out.write(ctx.alloc().buffer(data.length).writeBytes(data), data.length);
        }
    }

    @Override
    public void write(CharSequence text) {
        reactor.checkThread("write");
        if (!isDroppingWrites() && !text.isEmpty()) {
            ByteBuf data = ByteBufUtil.writeUtf8(ctx.alloc(), text);
            out.write(data, data.readableBytes());
        }
    }

    @Override
    public void writeSequence(Iterable<?> data) {
        reactor.checkThread("writeSequence");
        Pieces.buffers(data).forEach(this::write);
    }

    @Override
    public void writeMessage(Object message) {
        reactor.checkThread("writeMessage");
        if (isDroppingWrites()) {
            ReferenceCountUtil.release(message);
        } else {
            out.write(message, Outbound.memoryOf(message));
        }
    }

    private boolean isDroppingWrites() {
        return lost || aborted || writeShut || (disconnecting && !out.hasProducer());
    }

    @Override
    public void registerProducer(PushProducer producer) {
        reactor.checkThread("registerProducer");
        out.register(producer);
    }

    @Override
    public void registerProducer(PullProducer producer) {
        reactor.checkThread("registerProducer");
        out.register(producer);
    }

    @Override
    public void unregisterProducer() {
        reactor.checkThread("unregisterProducer");
        out.unregister();
    }

    @Override
    public void pauseProducing() {
        reactor.checkThread("pauseProducing");
        if (!disconnecting) {
            in.pause();
        }
    }

    @Override
    public void resumeProducing() {
        reactor.checkThread("resumeProducing");
        if (!disconnecting) {
            in.resume();
        }
    }

    @Override
    public void stopProducing() {
        loseConnection();
    }

    @Override
    public void loseConnection() {
        reactor.checkThread("loseConnection");
        if (!disconnecting) {
            stopReceiving();
            closeWhenSent();
        }
    }

    @Override
    public void loseConnection(Duration linger) {
        reactor.checkThread("loseConnection");
        if (disconnecting) {
            return;
        }
        if (in.isShut() || !(ctx.channel() instanceof DuplexChannel)) {
            loseConnection();
            return;
        }
        stopReceiving();
        out.whenSettled(() -> {
            lingering = true;
            shutOutput();
            if (in.isShut()) {
                close(new ConnectionDone());
            } else {
                lingerLimit = reactor.callLater(linger, () -> close(new ConnectionDone()));
            }
        });
    }

    @Override
    public void abortConnection() {
        reactor.checkThread("abortConnection");
        abort(new ConnectionAborted());
    }

    @Override
    public boolean isConnected() {
        return !lost;
    }

    @Override
    public boolean isDisconnecting() {
        return disconnecting;
    }

    @Override
    public Address getPeer() {
        return peer;
    }

    @Override
    public Address getHost() {
        return host;
    }

    @Override
    public Reactor reactor() {
        return reactor;
    }

    @Override
    public void switchProtocol(Protocol next) {
        reactor.checkThread("switchProtocol");
        // Before anything has changed: if this throws, the present protocol remains and hears of the end.
        ByteBuf rest = protocol instanceof Buffering keeper ? keeper.takeRemaining() : null;
        protocol = next;
        connect();
        if (rest != null) {
            in.handOver(rest);
            if (!in.isReading()) {
                out.flush();
            }
        }
    }

    @Override
    public <C> Optional<C> as(Class<C> capability) {
        if (capability == TcpTransport.class && !(ctx.channel() instanceof DuplexChannel)) {
            return Optional.empty();
        }
        return capability.isInstance(this) ? Optional.of(capability.cast(this)) : Optional.empty();
    }

    @Override
    public Deferred<Failure> whenConnectionLost() {
        reactor.checkThread("whenConnectionLost");
        Deferred<Failure> own = new Deferred<>();
        if (lost) {
            own.callbackValue(Failure.of(finalReason()));
            return own;
        }
        if (waiting == null) {
            waiting = new ArrayList<>(1);
        }
        waiting.add(own);
        return own;
    }

    // ---- TcpTransport

    @Override
    public void loseWriteConnection() {
        reactor.checkThread("loseWriteConnection");
        if (!disconnecting && !writeShut) {
            out.whenSettled(() -> {
                if (!lost) {
                    writeShut = true;
                    shutOutput();
                    if (protocol instanceof HalfCloseable half) {
                        guard(half::writeConnectionLost);
                        out.flush();
                    }
                }
            });
        }
    }

    private void shutOutput() {
        out.outputShut();
        ((DuplexChannel) ctx.channel()).shutdownOutput();
    }

    @Override
    public boolean getTcpNoDelay() {
        return option(ChannelOption.TCP_NODELAY);
    }

    @Override
    public void setTcpNoDelay(boolean enabled) {
        reactor.checkThread("setTcpNoDelay");
        ctx.channel().config().setOption(ChannelOption.TCP_NODELAY, enabled);
    }

    @Override
    public boolean getTcpKeepAlive() {
        return option(ChannelOption.SO_KEEPALIVE);
    }

    @Override
    public void setTcpKeepAlive(boolean enabled) {
        reactor.checkThread("setTcpKeepAlive");
        ctx.channel().config().setOption(ChannelOption.SO_KEEPALIVE, enabled);
    }

    private boolean option(ChannelOption<Boolean> option) {
        reactor.checkThread("get an option");
        return Boolean.TRUE.equals(ctx.channel().config().getOption(option));
    }

    // ---- ChannelTransport

    @Override
    public Channel channel() {
        return ctx.channel();
    }

    @Override
    public ChannelPipeline pipeline() {
        return ctx.pipeline();
    }

    ChannelHandlerContext context() {
        return ctx;
    }

    // ---- for Outbound and the budget

    Protocol protocol() {
        return protocol;
    }

    boolean isLost() {
        return lost;
    }

    boolean isOver() {
        return lost || aborted || disconnecting || outputBroken;
    }

    Outbound out() {
        return out;
    }

    @Override
    public String toString() {
        return protocol.getClass().getSimpleName() + " " + host + " to " + peer;
    }
}
