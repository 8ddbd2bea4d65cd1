/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.netty.pipe.PipeChannel;
import org.jspecify.annotations.Nullable;

/**
 * A Protocol as a handler, at any place of any pipeline, on an EventLoop that may be anybody's.
 *
 * <p>It connects its protocol when the channel is active, or at once when it is added to an active channel. Messages other
 * than ByteBuf pass by. The protocol writes from this handler's place, so handlers nearer to the socket see its bytes. Not
 * sharable: one instance, one connection; {@link ProtocolInitializer} makes them from a factory.
 *
 * <p>Ownership: as for every inbound handler, this one releases what it consumes.
 */
public final class ProtocolHandler extends ChannelInboundHandlerAdapter {

    private final Protocol protocol;
    private final @Nullable EventLoopReactor reactor;
    private final Ending.@Nullable Listener end;

    private final boolean secured;

    /** Null until the channel is active. */
    private @Nullable StreamTransport transport;

    /**
     * Makes a handler.
     *
     * @param protocol one that has had no connection
     */
    public ProtocolHandler(Protocol protocol) {
        this(protocol, null, null, false);
    }

    /**
     * Of a channel that is ours.
     *
     * @param secured whether TLS of ours stands before us
     */
    ProtocolHandler(
            Protocol protocol, @Nullable EventLoopReactor reactor, Ending.@Nullable Listener end, boolean secured) {
        this.protocol = protocol;
        this.reactor = reactor;
        this.end = end;
        this.secured = secured;
    }

    /** The protocol's transport; null until the channel is active. */
    @Nullable
    StreamTransport transport() {
        return transport;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive() && ctx.channel().isRegistered()) {
            connect(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connect(ctx);
        ctx.fireChannelActive();
    }

    private void connect(ChannelHandlerContext ctx) {
        if (transport == null) {
            EventLoopReactor owner = reactor != null
                    ? reactor
                    : ForeignReactor.over(ctx.channel().eventLoop());
            StreamTransport made = new StreamTransport(owner, ctx, protocol, end);
            transport = made;
            if (secured) {
                made.tls().begun();
            }
            made.active();
            if (reactor == null && ctx.pipeline().get(SslHandler.class) != null) {
                made.tls().adopt();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        StreamTransport to = transport;
        if (to != null && to.in().takes(message)) {
            to.in().received(message);
        } else if (message instanceof ByteBuf) {
            ReferenceCountUtil.release(message);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (transport != null) {
            transport.readComplete();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        StreamTransport to = transport;
        if (to == null) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        if (event instanceof ChannelInputShutdownEvent) {
            to.in().endOfInput();
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            to.tls().handshake(handshake);
        } else if (event instanceof SslCloseCompletionEvent closed) {
            to.tls().closed(closed);
        } else if (event instanceof SniCompletionEvent name && !name.isSuccess()) {
            to.ending().tlsFailed(name.cause());
        } else if (event == PipeChannel.OUTPUT_BROKEN) {
            to.ending().outputBroken();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (transport != null) {
            transport.ending().inactive();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (transport != null) {
            transport.ending().removed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (transport != null) {
            transport.ending().failed(cause);
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}
