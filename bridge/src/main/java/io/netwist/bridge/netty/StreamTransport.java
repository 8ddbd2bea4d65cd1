/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.stream.Pieces;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transport of a protocol in a channel's pipeline: Twisted's order of events, made from Netty's. */
final class StreamTransport implements Transport, ChannelTransport {

    private static final Logger LOG = LoggerFactory.getLogger(Protocol.class);

    private final EventLoopReactor reactor;
    private final ChannelHandlerContext ctx;
    private final Address peer;
    private final Address host;
    private final Inbound in;
    private final Outbound out;

    /** Replaced by switchProtocol. */
    private Protocol protocol;

    private final Ending ending;

    /** Null until there is TLS, or somebody has asked for it. */
    private @Nullable TlsLayer tls;

    StreamTransport(
            EventLoopReactor reactor,
            ChannelHandlerContext ctx,
            Protocol protocol,
            Ending.@Nullable Listener listener) {
        this.reactor = reactor;
        this.ctx = ctx;
        this.protocol = protocol;
        this.peer = SocketAddresses.of(ctx.channel().remoteAddress());
        this.host = SocketAddresses.of(ctx.channel().localAddress());
        this.in = new Inbound(this, reactor, ctx);
        this.out = new Outbound(this, reactor, ctx);
        this.ending = new Ending(this, reactor, ctx, listener);
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

    // ---- calling out

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
        ending.callbackFailed(e);
    }

    private void logCallbackFailure(Throwable e) {
        LOG.error(
                "{} threw; its connection to {} is closed", protocol.getClass().getName(), peer, e);
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- Transport

    @Override
    public void write(ByteBuf data) {
        reactor.checkThread("write");
        reactor.lent.check(data);
        if (ending.isDroppingWrites() || !data.isReadable()) {
            data.release();
        } else {
            out.write(data, data.readableBytes());
        }
    }

    @Override
    public void write(byte[] data) {
        reactor.checkThread("write");
        if (!ending.isDroppingWrites() && data.length > 0) {
            out.write(ctx.alloc().buffer(data.length).writeBytes(data), data.length);
        }
    }

    @Override
    public void write(CharSequence text) {
        reactor.checkThread("write");
        if (!ending.isDroppingWrites() && !text.isEmpty()) {
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
        if (ending.isDroppingWrites()) {
            ReferenceCountUtil.release(message);
        } else {
            out.write(message, Outbound.memoryOf(message));
        }
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
        if (!ending.isDisconnecting()) {
            in.pause();
        }
    }

    @Override
    public void resumeProducing() {
        reactor.checkThread("resumeProducing");
        if (!ending.isDisconnecting()) {
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
        ending.loseConnection();
    }

    @Override
    public void loseConnection(Throwable why) {
        reactor.checkThread("loseConnection");
        ending.loseConnection(why);
    }

    @Override
    public void loseConnection(Duration linger) {
        reactor.checkThread("loseConnection");
        ending.loseConnection(linger);
    }

    @Override
    public void abortConnection() {
        reactor.checkThread("abortConnection");
        ending.abort(new ConnectionAborted());
    }

    @Override
    public boolean isConnected() {
        return !ending.isLost();
    }

    @Override
    public boolean isDisconnecting() {
        return ending.isDisconnecting();
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
        return ctx.channel() instanceof TransportChannel over ? over.below().reactor() : reactor;
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
        if (capability == TcpTransport.class) {
            return ctx.channel() instanceof DuplexChannel
                    ? Optional.of(capability.cast(new TcpCapability(reactor, ctx.channel(), ending)))
                    : Optional.empty();
        }
        if (capability == TlsTransport.class) {
            return Optional.of(capability.cast(tls()));
        }
        if (capability.isInstance(this)) {
            return Optional.of(capability.cast(this));
        }
        return ctx.channel() instanceof TransportChannel over ? over.below().as(capability) : Optional.empty();
    }

    @Override
    public Deferred<Failure> whenConnectionLost() {
        reactor.checkThread("whenConnectionLost");
        return ending.whenConnectionLost();
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

    // ---- for the parts of this connection

    /** What is known of TLS here; whoever asks may begin it. */
    TlsLayer tls() {
        if (tls == null) {
            tls = new TlsLayer(this, reactor, ctx);
        }
        return tls;
    }

    /** The same, but null while the connection speaks no TLS. */
    @Nullable
    TlsLayer secured() {
        return tls != null && tls.isSecure() ? tls : null;
    }

    boolean isHandshaking() {
        return tls != null && tls.isHandshaking();
    }

    /** Whether we are the side that connected. */
    boolean isClient() {
        return ctx.channel().parent() == null;
    }

    Protocol protocol() {
        return protocol;
    }

    Ending ending() {
        return ending;
    }

    boolean isLost() {
        return ending.isLost();
    }

    boolean isOver() {
        return ending.isOver();
    }

    Outbound out() {
        return out;
    }

    @Override
    public String toString() {
        return protocol.getClass().getSimpleName() + " " + host + " to " + peer + (secured() == null ? "" : " (TLS)");
    }
}
