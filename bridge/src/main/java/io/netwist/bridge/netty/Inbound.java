/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import io.netwist.bridge.Protocol;
import java.util.ArrayDeque;
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
        if (transport.isDisconnecting()) {
            ReferenceCountUtil.release(message);
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

    void endOfInput() {
        shut = true;
        if (isHolding()) {
            hold(END_OF_INPUT);
        } else {
            transport.endOfInput();
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
        ByteBuf before = reactor.lent.lend(data);
        reactor.callbackBegins();
        try {
            receiver.dataReceived(data);
        } catch (Throwable e) {
            transport.callbackFailed(e);
        } finally {
            reactor.callbackEnds();
            reactor.lent.back(before);
        }
        if (transport.protocol() != receiver && data.isReadable()) {
            handOver(data);
        } else {
            data.release();
        }
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
                transport.endOfInput();
            } else if (next == CLOSED) {
                transport.over();
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
        if (held != null) {
            held.forEach(ReferenceCountUtil::release);
            held = null;
        }
        readOn();
    }
}
