/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.Errors;
import io.netwist.bridge.ListeningPort;
import io.netwist.deferred.time.DelayedCall;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a listening channel's pipeline: hands over each connection, also when descriptors are scarce. */
final class Acceptor extends ChannelInboundHandlerAdapter {

    /*
     * Without a free descriptor nothing can be accepted, and whoever waits in the backlog keeps the socket readable, so that
     * a loop would try again for ever. As Twisted does, the reactor keeps one descriptor in reserve. When accepting fails,
     * reading by itself ends, the reserve is given away, the connection that takes it is closed, so that its peer is not kept
     * waiting, and the reserve is taken again. Each further connection is treated likewise until one can be accepted
     * beside the reserve; then all is as before.
     *
     * Another thread may be faster and get the descriptor that we gave away. Then there is nothing but to try again later.
     */

    private static final Logger LOG = LoggerFactory.getLogger(ListeningPort.class);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** EMFILE and ENFILE of Linux, the BSDs and macOS alike. */
    private static final int TOO_MANY_OPEN_FILES = -24;

    private static final int TOO_MANY_OPEN_FILES_IN_SYSTEM = -23;

    private final EventLoopReactor reactor;
    private final Object port;
    private final Consumer<Channel> door;

    /** Whether accepting failed, and has not succeeded since. */
    private boolean starving;

    /** Whether the reserve is given away; whoever is accepted now has it. */
    private boolean refusing;

    private @Nullable DelayedCall later;

    Acceptor(EventLoopReactor reactor, Object port, Consumer<Channel> door) {
        this.reactor = reactor;
        this.port = port;
        this.door = door;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel connection = (Channel) message;
        if (refusing) {
            connection.unsafe().closeForcibly();
            return;
        }
        if (starving) {
            starving = false;
            LOG.info("{} accepts again", port);
            ctx.channel().config().setAutoRead(true);
        }
        door.accept(connection);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (starving) {
            goOn(ctx);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!isScarcity(cause)) {
            LOG.warn("{} cannot accept: {}", port, cause.toString());
            return;
        }
        if (!starving) {
            starving = true;
            LOG.warn(
                    "{} cannot accept: {}; connections are refused until descriptors are free", port, cause.toString());
            ctx.channel().config().setAutoRead(false);
        }
        if (refusing || !reactor.reserve.giveAway()) {
            tryLater(ctx);
        } else {
            refusing = true;
            ctx.read();
        }
    }

    private static boolean isScarcity(Throwable cause) {
        if (cause instanceof Errors.NativeIoException e) {
            return e.expectedErr() == TOO_MANY_OPEN_FILES || e.expectedErr() == TOO_MANY_OPEN_FILES_IN_SYSTEM;
        }
        // The JDK tells no number.
        return String.valueOf(cause.getMessage()).contains("Too many open files");
    }

    private void goOn(ChannelHandlerContext ctx) {
        if (!refusing || reactor.reserve.take()) {
            refusing = false;
            ctx.read();
        } else {
            tryLater(ctx);
        }
    }

    private void tryLater(ChannelHandlerContext ctx) {
        if (later == null && reactor.isRunning()) {
            later = reactor.callLater(PATIENCE, () -> {
                later = null;
                goOn(ctx);
            });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (later != null) {
            later.cancel();
            later = null;
        }
    }
}
