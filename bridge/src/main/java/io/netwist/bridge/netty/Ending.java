/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.error.TlsFailedException;
import io.netwist.bridge.error.WriteBufferOverflow;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How one connection ends: who may still send and receive, and why it is over. */
final class Ending {

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
     * With TLS the end of input is the peer's closing alert; see TlsLayer. The channel is then closed below SslHandler,
     * which would send one more.
     */

    private static final Logger LOG = LoggerFactory.getLogger(io.netwist.bridge.Protocol.class);

    private final StreamTransport transport;
    private final EventLoopReactor reactor;
    private final ChannelHandlerContext ctx;

    /** Told after connectionLost: a connector. */
    private final @Nullable Listener listener;

    private boolean disconnecting;

    /** Whether input is thrown away: from the end on, but for TLS, which delivers until the peer has ended as well. */
    private boolean discarding;

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
    interface Listener {
        void connectionLost(Failure reason);
    }

    Ending(
            StreamTransport transport,
            EventLoopReactor reactor,
            ChannelHandlerContext ctx,
            @Nullable Listener listener) {
        this.transport = transport;
        this.reactor = reactor;
        this.ctx = ctx;
        this.listener = listener;
    }

    boolean isDisconnecting() {
        return disconnecting;
    }

    boolean isDiscarding() {
        return discarding;
    }

    boolean isLost() {
        return lost;
    }

    boolean isOver() {
        return lost || aborted || disconnecting || outputBroken;
    }

    boolean isDroppingWrites() {
        return lost
                || aborted
                || writeShut
                || (disconnecting && !transport.out().hasProducer());
    }

    // ---- events from the pipeline

    /** Our handler was taken out of the pipeline: nothing more will be heard of the channel. */
    void removed() {
        if (transport.in().isHoldingClosed()) {
            return; // Closed channels lose their handlers; what is held comes first.
        }
        if (!lost && ctx.channel().isActive()) {
            close(new ConnectionLost(
                    "Connection to " + transport.getPeer() + " was lost: its handler was removed", null));
            reactor.post(this::over);
        } else {
            over();
        }
    }

    void failed(Throwable cause) {
        if (TlsFailures.isTls(cause)) {
            tlsFailed(cause);
            return;
        }
        if (pipelineError == null) {
            pipelineError = cause;
        }
        if (!(cause instanceof IOException) && !disconnecting) {
            // Not the socket: a handler before us could make nothing of the bytes, so nothing after them means
            // anything.
            LOG.debug("{} ends: {}", transport, cause.toString());
            close(cause);
        }
    }

    /** TLS has broken off, and has told the peer why if it could. */
    void tlsFailed(Throwable cause) {
        if (lost) {
            return;
        }
        if (reason == null) {
            TlsFailedException why = TlsFailures.of(transport.getPeer(), cause);
            if (TlsFailures.isTls(cause)) {
                LOG.debug("{} ends: {}", transport, why.getMessage());
            } else {
                LOG.error("TLS of {} broke", transport, cause);
            }
            reason = why;
        }
        discard();
        reactor.post(() -> close(new ConnectionLost()));
    }

    void inactive() {
        if (reason != null || pipelineError != null || !transport.in().holdClosed()) {
            over();
        }
    }

    /** The peer will send nothing more, or has reset the connection; everything before has been delivered. */
    void endOfInput() {
        TlsLayer tls = transport.secured();
        if (lost) {
            return;
        }
        if (pipelineError != null) {
            close(lostBy(pipelineError));
        } else if (tls != null) {
            tls.endOfInput();
        } else if (lingering) {
            close(new ConnectionDone());
        } else if (!disconnecting) {
            if (transport.protocol() instanceof HalfCloseable half) {
                transport.guard(half::readConnectionLost);
                transport.out().flush();
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
        transport.out().outputShut();
        transport.out().stopProducers();
        if (disconnecting) {
            close(new ConnectionDone());
        } else if (!writeShut) {
            writeShut = true;
            if (transport.protocol() instanceof HalfCloseable half) {
                transport.guard(half::writeConnectionLost);
            }
        }
    }

    // ---- ending in order

    void callbackFailed(Throwable e) {
        if (lost) {
            return;
        }
        reason = e;
        if (!disconnecting) {
            endInOrder();
        } else {
            discard();
        }
    }

    /** Nobody wants anything more, but what was written still goes out. */
    void endInOrder() {
        stopReceiving();
        transport.out().stopProducers();
        closeWhenSent();
    }

    void loseConnection() {
        if (disconnecting) {
            return;
        }
        TlsLayer tls = transport.secured();
        if (tls != null) {
            loseSecurely(tls, null);
        } else {
            stopReceiving();
            closeWhenSent();
        }
    }

    void loseConnection(Throwable why) {
        if (!disconnecting && !lost && reason == null) {
            reason = why;
        }
        loseConnection();
    }

    void loseConnection(Duration linger) {
        if (disconnecting) {
            return;
        }
        TlsLayer tls = transport.secured();
        if (tls != null) {
            loseSecurely(tls, linger);
        } else if (transport.in().isShut() || !(ctx.channel() instanceof DuplexChannel)) {
            loseConnection();
        } else {
            stopReceiving();
            transport.out().whenSettled(() -> {
                lingering = true;
                shutOutput();
                if (transport.in().isShut()) {
                    close(new ConnectionDone());
                } else {
                    closeAfter(linger);
                }
            });
        }
    }

    /** Sends everything, says goodbye, and waits for the peer's goodbye; until then what it sends is delivered. */
    private void loseSecurely(TlsLayer tls, @Nullable Duration linger) {
        if (tls.isHandshaking() && transport.out().isIdle()) {
            abort(new ConnectionAborted());
            return;
        }
        disconnecting = true;
        if (linger != null || transport.in().isPaused()) {
            discard();
        }
        transport.out().ended(transport);
        transport
                .out()
                .whenSettled(() -> tls.sayGoodbye(() -> {
                    if (tls.isGoodbyeReceived()) {
                        close(new ConnectionDone());
                    } else if (linger != null && !lost) {
                        closeAfter(linger);
                    }
                }));
    }

    private void closeAfter(Duration linger) {
        lingerLimit = reactor.callLater(linger, () -> close(new ConnectionDone()));
    }

    /** From here on input is thrown away; it is still read, since unread input would make the close a reset. */
    private void stopReceiving() {
        discard();
        // Our own input, registered as the producer of our output (an echo), will produce nothing more.
        transport.out().ended(transport);
    }

    private void discard() {
        disconnecting = true;
        discarding = true;
        transport.in().discard();
    }

    private void closeWhenSent() {
        // Once more round the loop, so that input which has come already is read and the close is no reset.
        Runnable close = () -> reactor.postAfterPoll(() -> close(new ConnectionDone()));
        TlsLayer tls = transport.secured();
        transport.out().whenSettled(tls == null ? close : () -> tls.sayGoodbye(close));
    }

    void loseWriteConnection() {
        if (disconnecting || writeShut) {
            return;
        }
        TlsLayer tls = transport.secured();
        if (tls != null && tls.isHandshaking()) {
            tls.afterHandshake(this::loseWriteConnection);
            return;
        }
        transport.out().whenSettled(() -> {
            if (!lost) {
                writeShut = true;
                if (tls != null) {
                    transport.out().outputShut();
                    tls.sayGoodbye(this::writeConnectionLost);
                } else {
                    shutOutput();
                    writeConnectionLost();
                }
            }
        });
    }

    private void writeConnectionLost() {
        if (transport.protocol() instanceof HalfCloseable half && !lost) {
            transport.guard(half::writeConnectionLost);
            transport.out().flush();
        }
    }

    private void shutOutput() {
        transport.out().outputShut();
        ((DuplexChannel) ctx.channel()).shutdownOutput();
    }

    // ---- ending at once

    /** Closes the channel now; connectionLost follows in a later step. */
    void close(Throwable why) {
        if (lost) {
            return;
        }
        if (reason == null) {
            reason = why;
        }
        disconnecting = true;
        discarding = true;
        if (transport.in().isHoldingClosed()) {
            transport.in().discard();
        } else if (transport.secured() == null) {
            ctx.close();
        } else {
            closeBelow();
        }
    }

    /** The handlers before us (TLS) must not say anything more. */
    private void closeBelow() {
        ctx.channel().unsafe().close(ctx.channel().unsafe().voidPromise());
    }

    /** The reactor stops. */
    void reactorStopped() {
        if (ctx.channel() instanceof TransportChannel over) {
            over.reactorStops();
        }
        close(new ConnectionLost("Connection to " + transport.getPeer() + " was lost: the reactor stopped", null));
    }

    void overflow(WriteBufferOverflow why) {
        LOG.warn(why.getMessage());
        transport.out().forget();
        abort(why);
    }

    void abort(Throwable why) {
        if (aborted || lost) {
            return;
        }
        aborted = true;
        if (reason == null) {
            reason = why;
        }
        stopReceiving();
        TlsLayer tls = transport.secured();
        if (tls != null && tls.isCompleting()) {
            // What was written before would be sent as soon as we return.
            reset();
        } else {
            reactor.post(this::reset);
        }
    }

    private void reset() {
        if (ctx.channel().isOpen()) {
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            closeBelow();
        }
    }

    // ---- the end

    void over() {
        if (lost) {
            return;
        }
        lost = true;
        discard();
        if (lingerLimit != null && lingerLimit.active()) {
            lingerLimit.cancel();
        }
        transport.out().lost();
        reactor.connections.remove(transport);
        Throwable why = finalReason();
        reason = why;
        Failure failure = Failure.of(why);
        transport.guardLogOnly(() -> transport.protocol().connectionLost(failure));
        if (waiting != null) {
            waiting.forEach(each -> each.callbackValue(failure));
            waiting = null;
        }
        if (listener != null) {
            listener.connectionLost(failure);
        }
    }

    private Throwable finalReason() {
        if (reason != null) {
            return reason;
        }
        if (pipelineError != null) {
            return lostBy(pipelineError);
        }
        TlsLayer tls = transport.secured();
        return tls != null && !tls.isGoodbyeReceived() ? tls.cutOff() : new ConnectionDone();
    }

    private ConnectionLost lostBy(Throwable error) {
        return new ConnectionLost("Connection to " + transport.getPeer() + " was lost: " + error.getMessage(), error);
    }

    Deferred<Failure> whenConnectionLost() {
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
}
