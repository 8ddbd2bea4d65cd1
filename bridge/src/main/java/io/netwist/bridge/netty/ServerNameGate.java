/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Objects;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Waits for the host that a client asks for, and lets that host's TLS take its place. */
final class ServerNameGate extends AbstractSniHandler<SslHandler> {

    /** The alert unrecognized_name, fatal (RFC 6066, section 3). */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private final TlsSetup setup;

    /** What was written before anybody could encrypt it: Netty's own handler would send it in clear. */
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    private boolean flushed;

    private record Held(Object message, ChannelPromise promise) {}

    ServerNameGate(TlsSetup setup, long handshakeTimeoutMillis) {
        super(handshakeTimeoutMillis);
        this.setup = setup;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        held.add(new Held(message, promise));
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        flushed = true;
    }

    @Override
    protected Future<SslHandler> lookup(ChannelHandlerContext ctx, @Nullable String hostname) {
        SslHandler handler = setup.handlerFor(hostname, ctx.alloc());
        return handler != null
                ? ctx.executor().newSucceededFuture(handler)
                : ctx.executor()
                        .newFailedFuture(new SSLHandshakeException(
                                hostname == null ? "the client names no host" : "there is no host " + hostname));
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String hostname, Future<SslHandler> found)
            throws Exception {
        if (!found.isSuccess()) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME));
            ctx.fireUserEventTriggered(new SslHandshakeCompletionEvent(found.cause()));
            ctx.close();
            return;
        }
        SslHandler handler = found.getNow();
        ctx.pipeline().replace(this, null, handler);
        ChannelHandlerContext its = Objects.requireNonNull(ctx.pipeline().context(handler));
        for (Held each = held.poll(); each != null; each = held.poll()) {
            handler.write(its, each.message(), each.promise());
        }
        if (flushed) {
            handler.flush(its);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        for (Held each = held.poll(); each != null; each = held.poll()) {
            ReferenceCountUtil.release(each.message());
            if (!each.promise().isVoid()) {
                each.promise().tryFailure(new ClosedChannelException());
            }
        }
        super.channelInactive(ctx);
    }
}
