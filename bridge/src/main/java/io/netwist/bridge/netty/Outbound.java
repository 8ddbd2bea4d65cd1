/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import org.jspecify.annotations.Nullable;

/** The way out of one connection: what is written, flushed and sent, and the producer that this slows down. */
final class Outbound {

    /*
     * Theory of operation
     *
     * Every write goes to the pipeline with the void promise: a promise and a listener for each costs a sixth of the
     * whole message (measured). So nobody tells us when bytes have been sent, and we find out only when it matters:
     *
     *  - After a flush, when no handler stands between us and the socket and the channel's outbound buffer is empty,
     *    everything is sent. That is the normal case and costs one look.
     *  - Otherwise, when somebody waits (a producer, an end of connection) or much is pending, an empty last write with
     *    a real promise follows: the mark. When its promise succeeds, all that was written before it has been sent.
     *
     * "Settled" means that nothing is outstanding. What then happens (a producer resumes, the connection ends) is user
     * code or close to it, and promise listeners run inside write and flush; so it is always posted to the loop.
     *
     * With TLS, pending counts what was written, before it is encrypted, until the last of its records has been sent.
     *
     * pending counts bytes in memory only: a file region counts as outstanding but weighs nothing.
     */

    /** Above this a push producer is told to pause: Twisted's buffer size. During a TLS handshake any write is too much. */
    static final int HIGH_WATER = 64 * 1024;

    private final StreamTransport transport;
    private final EventLoopReactor reactor;
    private final ChannelHandlerContext ctx;

    /** Bytes written and not known to be sent. */
    private long pending;

    /** Whether anything at all has been written and is not known to be sent. */
    private boolean outstanding;

    /** Counts writes, so that a mark knows whether it was the last. */
    private long writes;

    private boolean needsFlush;
    private boolean listed;
    private boolean markUnderWay;
    private boolean settlePosted;

    /** Set when our end of stream has been sent: an empty write would then fail and spoil the reason. */
    private boolean shut;

    private @Nullable PushProducer push;
    private boolean pushPaused;
    private @Nullable PullProducer pull;

    /** What happens once everything is sent and no producer is registered: half-close or close. */
    private @Nullable Runnable whenSettled;

    Outbound(StreamTransport transport, EventLoopReactor reactor, ChannelHandlerContext ctx) {
        this.transport = transport;
        this.reactor = reactor;
        this.ctx = ctx;
    }

    long pending() {
        return pending;
    }

    boolean hasProducer() {
        return push != null || pull != null;
    }

    /** Whether nothing was written that may not have been sent, and nobody is about to write. */
    boolean isIdle() {
        return !outstanding && !hasProducer();
    }

    /** Writes without flushing. {@code bytes} is the memory the message holds. */
    void write(Object message, int bytes) {
        outstanding = true;
        writes++;
        pending += bytes;
        reactor.budget.add(bytes);
        ctx.write(message, ctx.voidPromise());
        needsFlush();
        if (push != null && !pushPaused && pending > (transport.isHandshaking() ? 0 : HIGH_WATER)) {
            pushPaused = true;
            PushProducer paused = push;
            transport.guard(paused::pauseProducing);
        }
        if (pending > UnsentBudget.PER_CONNECTION || reactor.budget.isExceeded()) {
            reactor.budget.enforce(transport);
        }
    }

    /** The bytes of memory that a message holds; a file region holds none. */
    static int memoryOf(Object message) {
        if (message instanceof ByteBuf bytes) {
            return bytes.readableBytes();
        }
        return message instanceof ByteBufHolder holder ? holder.content().readableBytes() : 0;
    }

    private void needsFlush() {
        needsFlush = true;
        if (!listed && !transport.in().isReading()) {
            listed = true;
            reactor.flushLater(this);
        }
    }

    /** The reactor's turn to flush what was written outside a read. */
    void flushFromList() {
        listed = false;
        flush();
    }

    void flush() {
        if (needsFlush) {
            needsFlush = false;
            ctx.flush();
            look();
        }
    }

    /** Finds out whether everything is sent; cheap when it can be, by a mark when somebody needs to know. */
    private void look() {
        if (!outstanding) {
            return;
        }
        if (isEmptyBelow()) {
            sent(pending, true);
        } else if (whenSettled != null || hasProducer() || pending > HIGH_WATER) {
            mark();
        }
    }

    /** Counts again, for the budget: bytes of quiet connections may have been sent long ago. */
    void recount() {
        if (outstanding && !needsFlush && isEmptyBelow()) {
            sent(pending, true);
        }
    }

    private boolean isEmptyBelow() {
        if (ctx.pipeline().firstContext() != ctx) {
            return false;
        }
        ChannelOutboundBuffer below = ctx.channel().unsafe().outboundBuffer();
        return below != null && below.isEmpty();
    }

    private void mark() {
        if (markUnderWay || shut) {
            return;
        }
        markUnderWay = true;
        long markedBytes = pending;
        long markedWrites = writes;
        ChannelPromise promise = ctx.newPromise();
        promise.addListener(reached -> markReached(reached, markedBytes, markedWrites));
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER, promise);
    }

    private void markReached(Future<?> reached, long markedBytes, long markedWrites) {
        markUnderWay = false;
        if (reached.isSuccess()) {
            sent(markedBytes, markedWrites == writes);
            if (outstanding && !needsFlush) {
                look();
            }
        }
    }

    private void sent(long bytes, boolean all) {
        pending -= bytes;
        reactor.budget.add(-bytes);
        if (all) {
            outstanding = false;
            postSettled();
        }
    }

    private void postSettled() {
        if (!settlePosted && (whenSettled != null || pull != null || pushPaused)) {
            settlePosted = true;
            reactor.post(this::settled);
        }
    }

    private void settled() {
        settlePosted = false;
        if (outstanding || transport.isLost()) {
            return;
        }
        if (pull != null) {
            PullProducer next = pull;
            transport.guard(next::resumeProducing);
            flush();
        } else if (push != null) {
            if (pushPaused) {
                pushPaused = false;
                PushProducer resumed = push;
                transport.guard(resumed::resumeProducing);
                flush();
            }
        } else if (whenSettled != null) {
            Runnable next = whenSettled;
            whenSettled = null;
            next.run();
        }
    }

    /** Has {@code next} run, never on this stack, once everything is sent and no producer is left. A later one replaces it. */
    void whenSettled(Runnable next) {
        whenSettled = next;
        flush();
        if (outstanding) {
            look();
        }
        if (!outstanding) {
            postSettled();
        }
    }

    void register(PushProducer producer) {
        refuseSecond(producer);
        if (transport.isOver()) {
            transport.guard(producer::stopProducing);
        } else {
            push = producer;
            pushPaused = false;
        }
    }

    void register(PullProducer producer) {
        refuseSecond(producer);
        if (transport.isOver()) {
            transport.guard(producer::stopProducing);
        } else {
            pull = producer;
            transport.guard(producer::resumeProducing);
        }
    }

    private void refuseSecond(Object producer) {
        Object present = push != null ? push : pull;
        if (present != null) {
            throw new IllegalStateException("cannot register producer " + producer + " on " + transport + ": producer "
                    + present + " is registered; call unregisterProducer() first");
        }
    }

    void unregister() {
        push = null;
        pull = null;
        pushPaused = false;
        if (whenSettled != null) {
            whenSettled(whenSettled);
        }
    }

    /** A producer will produce nothing more and cannot say so itself. */
    void ended(PushProducer producer) {
        if (push == producer) {
            push = null;
            pushPaused = false;
        }
    }

    void outputShut() {
        shut = true;
    }

    /** What is pending will never be sent, so it weighs on nobody. */
    void forget() {
        reactor.budget.add(-pending);
        pending = 0;
    }

    /** The connection is over: nothing is pending any more, and whoever produced is told to stop. */
    void lost() {
        forget();
        outstanding = false;
        needsFlush = false;
        whenSettled = null;
        stopProducers();
    }

    /** Tells whoever produces that nobody wants more, and forgets it. */
    void stopProducers() {
        PushProducer stoppedPush = push;
        PullProducer stoppedPull = pull;
        push = null;
        pull = null;
        if (stoppedPush != null) {
            transport.guardLogOnly(stoppedPush::stopProducing);
        }
        if (stoppedPull != null) {
            transport.guardLogOnly(stoppedPull::stopProducing);
        }
    }
}
