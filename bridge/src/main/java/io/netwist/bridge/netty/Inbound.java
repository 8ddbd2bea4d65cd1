/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import io.netwist.bridge.Protocol;
import java.util.ArrayDeque;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The way in of one connection: what is received goes to the protocol, or is held back while it has paused. */
final class Inbound {

    /*
     * While paused, messages and the end wait in "held" in the order they came: epoll and io_uring go on delivering them
     * when auto-read is off. They are delivered from a fresh task after resume. Auto-read is never touched once input is
     * shut: epoll throws then.
     */

    /** In "held": the peer's end of stream, or its reset. */
    private static final Object END_OF_INPUT = new Object();

    /** In "held": the channel is closed, which a foreign pipeline without half-closure says at the peer's end of stream. */
    private static final Object CLOSED = new Object();

    private final StreamTransport transport;
    private final EventLoopReactor reactor;
    private final ChannelHandlerContext ctx;

    /** Between the first message of a read and its completion: writes are flushed then. */
    private boolean reading;

    private boolean paused;
    private boolean shut;

    /** While the protocol has a buffer on loan. */
    private boolean delivering;

    /** What the protocol had kept when it began TLS during a delivery; null otherwise. */
    private @Nullable ByteBuf keptInClear;

    /** What came while paused: messages, then perhaps a marker. Null until needed. */
    private @Nullable ArrayDeque<Object> held;

    Inbound(StreamTransport transport, EventLoopReactor reactor, ChannelHandlerContext ctx) {
        this.transport = transport;
        this.reactor = reactor;
        this.ctx = ctx;
    }

    boolean isReading() {
        return reading;
    }

    boolean isShut() {
        return shut;
    }

    /** Whether a message is the protocol's; others go on along the pipeline. */
    boolean takes(Object message) {
        return message instanceof ByteBuf || transport.protocol() instanceof MessageProtocol;
    }

    void received(Object message) {
        if (transport.ending().isDiscarding()) {
            ReferenceCountUtil.release(message);
        } else if (transport.isHandshaking()) {
            // A handler between TLS and us had it before startTLS: it came in clear.
            ReferenceCountUtil.release(message);
            transport.ending().tlsFailed(inClear());
        } else if (isHolding()) {
            hold(message);
        } else {
            reading = true;
            deliver(message);
        }
    }

    void readComplete() {
        reading = false;
    }

    /** The peer's end of stream, or its reset. */
    void endOfInput() {
        shut = true;
        ended();
    }

    /** TLS has come to its end; the stream below may go on. */
    void endOfSecureInput() {
        ended();
    }

    private void ended() {
        if (isHolding()) {
            hold(END_OF_INPUT);
        } else {
            transport.ending().endOfInput();
        }
    }

    /** Keeps the end of the channel for after what is held; false if there is nothing to wait for. */
    boolean holdClosed() {
        shut = true;
        if (paused && held != null) {
            hold(CLOSED);
            return true;
        }
        return false;
    }

    /** Whether the channel has closed, and the protocol is to hear of it after what is held. */
    boolean isHoldingClosed() {
        return held != null && held.contains(CLOSED);
    }

    boolean isPaused() {
        return paused;
    }

    private boolean isHolding() {
        return paused || (held != null && !held.isEmpty());
    }

    private void hold(Object message) {
        if (held == null) {
            held = new ArrayDeque<>();
        }
        held.add(message);
    }

    private void deliver(Object message) {
        if (!(transport.protocol() instanceof MessageProtocol<?> taker)) {
            deliverBytes((ByteBuf) message);
            return;
        }
        reactor.callbackBegins();
        try {
            taker.messageArrived(message);
        } catch (Throwable e) {
            transport.callbackFailed(e);
        } finally {
            reactor.callbackEnds();
            ReferenceCountUtil.release(message);
        }
    }

    private void deliverBytes(ByteBuf data) {
        Protocol receiver = transport.protocol();
        boolean inClear = transport.secured() == null;
        delivering = true;
        ByteBuf before = reactor.lent.lend(data);
        reactor.callbackBegins();
        try {
            receiver.dataReceived(data);
        } catch (Throwable e) {
            transport.callbackFailed(e);
        } finally {
            reactor.callbackEnds();
            reactor.lent.back(before);
            delivering = false;
        }
        if (inClear && transport.isHandshaking()) {
            readSecurely(data);
        } else if (transport.protocol() != receiver && data.isReadable()) {
            handOver(data);
        } else {
            data.release();
        }
    }

    /**
     * TLS has begun: all that has come and was not read is the peer's TLS.
     *
     * @param kept what the protocol had received and not used, before everything else; released
     */
    void tlsBegun(@Nullable ByteBuf kept) {
        keptInClear = kept;
        if (!delivering) {
            readSecurely(Unpooled.EMPTY_BUFFER);
        }
        if (paused && !shut) {
            readForHandshake();
        }
    }

    /** Pausing holds back what the peer says, not the handshake; once begun, SslHandler goes on reading for it by itself. */
    private void readForHandshake() {
        if (transport.isHandshaking()) {
            ctx.channel().read();
        }
    }

    /** Gives what was not read to the handlers once more, of which TLS is the first now. */
    private void readSecurely(ByteBuf unread) {
        ArrayDeque<Object> again = held == null ? new ArrayDeque<>(2) : held;
        again.addFirst(unread);
        if (keptInClear != null) {
            again.addFirst(keptInClear);
        }
        held = null;
        keptInClear = null;
        boolean any = false;
        for (Object each : again) {
            if (each instanceof ByteBuf bytes && bytes.isReadable()) {
                any = true;
                ctx.pipeline().fireChannelRead(bytes);
            } else if (each == END_OF_INPUT) {
                ended();
            } else if (each == CLOSED) {
                transport.ending().over();
            } else {
                ReferenceCountUtil.release(each);
                if (!(each instanceof ByteBuf)) {
                    transport.ending().tlsFailed(inClear());
                }
            }
        }
        if (any) {
            ctx.pipeline().fireChannelReadComplete();
        }
    }

    private static SSLException inClear() {
        return new SSLException("the peer sent something in clear after startTLS");
    }

    /** What the protocol before this one left; through its own handlers, if it has some. */
    void handOver(ByteBuf rest) {
        if (transport.protocol() instanceof MessageProtocol<?> taker && !transport.isDisconnecting()) {
            taker.feed(rest);
        } else {
            received(rest);
        }
    }

    void pause() {
        if (!paused) {
            paused = true;
            if (!shut) {
                ctx.channel().config().setAutoRead(false);
                readForHandshake();
            }
        }
    }

    void resume() {
        if (paused) {
            paused = false;
            if (held != null) {
                reactor.post(this::deliverHeld);
            } else {
                readOn();
            }
        }
    }

    private void deliverHeld() {
        while (held != null && !paused) {
            Object next = held.poll();
            if (next == null) {
                held = null;
            } else if (next == END_OF_INPUT) {
                transport.ending().endOfInput();
            } else if (next == CLOSED) {
                transport.ending().over();
            } else {
                deliver(next);
            }
        }
        if (!paused) {
            readOn();
        }
        transport.out().flush();
    }

    private void readOn() {
        if (!shut && !transport.isLost()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** From here on input is thrown away; it is still read, since unread input would make the close a reset. */
    void discard() {
        paused = false;
        if (isHoldingClosed()) {
            // The channel will not say so again.
            reactor.post(transport.ending()::over);
        }
        if (held != null) {
            held.forEach(ReferenceCountUtil::release);
            held = null;
        }
        readOn();
    }
}
