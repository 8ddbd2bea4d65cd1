/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.error.WriteBufferOverflow;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One end of a {@link Wire}: behaves as a TCP connection does, in the turns of its reactor. */
final class MemoryTransport extends MemoryEnd {

    /*
     * Theory of operation
     *
     * "out" is what TCP calls the process's own buffer, "in" of the other end the kernel's: a turn moves bytes from one
     * to the other as long as the other holds less than WINDOW, then lends the protocol one piece of what has come, then
     * acts on what follows from an empty "out" (a producer resumes, an end is sent). Nothing is called on the stack of a
     * write or of loseConnection, as on the real one.
     *
     * "in" ends with a marker: END_OF_STREAM after the other end has sent its last byte, RESET after it has aborted, or
     * when something was sent to an end that is closed.
     */

    private static final Object END_OF_STREAM = new Object();
    private static final Object RESET = new Object();

    /** What a paused protocol's end still takes in. */
    private static final int WINDOW = 128 * 1024;

    /** Above this a push producer is told to pause. */
    private static final int HIGH_WATER = 64 * 1024;

    private static final long UNSENT_LIMIT = 64L * 1024 * 1024;
    private static final int PIECE = 64 * 1024;

    private final Wire wire;

    /** Written and not sent. */
    private final ArrayDeque<byte[]> out = new ArrayDeque<>();

    /** Received and not delivered: pieces, then perhaps a marker. */
    private final ArrayDeque<Object> in = new ArrayDeque<>();

    private long outBytes;
    private long inBytes;
    private boolean delivering;
    private boolean paused;
    private boolean pushPaused;
    private boolean pullAsked;
    private boolean disconnecting;
    private boolean inputOver;

    /** What follows when everything is sent and no producer is left; null when nothing does. */
    private @Nullable Runnable whenSettled;

    private boolean writeShut;
    private boolean lingering;
    private @Nullable DelayedCall lingerLimit;

    /** Why it ends, once somebody has decided that; connectionLost follows in the next turn. */
    private @Nullable Throwable ending;

    /** Set when connectionLost has been called. */
    private @Nullable Failure reason;

    /** What a callback threw, or gave as the reason: it is the reason in the end, whatever else happens. */
    private @Nullable Throwable thrown;

    private @Nullable MemoryTransport other;

    MemoryTransport(Wire wire, MemoryReactor reactor, Address host, Address peer, Protocol protocol) {
        super(reactor, host, peer, protocol);
        this.wire = wire;
    }

    void join(MemoryTransport other) {
        this.other = other;
    }

    void begin() {
        call(() -> protocol.makeConnection(this));
        if (!isOurs()) {
            // It did not take this connection, and hears nothing of its end.
            protocol = new BaseProtocol() {};
        }
    }

    private boolean isOurs() {
        try {
            return protocol.transport() == this;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    // ---- one turn

    /** Does what can be done now; returns whether anything happened. */
    boolean turn() {
        if (reason != null) {
            return false;
        }
        if (ending != null) {
            over(ending);
            return true;
        }
        boolean moved = send();
        moved |= settle();
        if (ending == null) {
            moved |= receive();
        }
        return moved;
    }

    private boolean send() {
        boolean moved = false;
        MemoryTransport to = other;
        while (to != null && !out.isEmpty() && (to.inBytes < WINDOW || to.isClosed())) {
            byte[] piece = out.remove();
            outBytes -= piece.length;
            moved = true;
            if (to.isClosed()) {
                in.add(RESET);
                break;
            }
            to.received(piece);
        }
        return moved;
    }

    private boolean isClosed() {
        return reason != null || ending != null;
    }

    private void received(byte[] piece) {
        if (!disconnecting) {
            in.add(piece);
            inBytes += piece.length;
        }
    }

    private boolean settle() {
        if (!out.isEmpty()) {
            return false;
        }
        if (pull != null) {
            if (pullAsked) {
                return false;
            }
            pullAsked = true;
            PullProducer asked = pull;
            call(asked::resumeProducing);
            return true;
        }
        if (push != null) {
            if (!pushPaused) {
                return false;
            }
            pushPaused = false;
            PushProducer resumed = push;
            call(resumed::resumeProducing);
            return true;
        }
        Runnable next = whenSettled;
        whenSettled = null;
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    private boolean receive() {
        Object next = in.peek();
        if (next == null) {
            return false;
        }
        boolean failsToSend = in.contains(RESET) && !out.isEmpty();
        if (paused && !failsToSend) {
            return false;
        }
        if (next == RESET || failsToSend) {
            in.clear();
            end(new ConnectionLost("Connection to " + getPeer() + " was lost: Connection reset by peer", null));
            return true;
        }
        in.remove();
        if (next == END_OF_STREAM) {
            endOfStream();
        } else {
            deliver(wire.pieceOf((byte[]) next, in));
        }
        return true;
    }

    private void deliver(byte[] piece) {
        ArrayDeque<byte[]> unused = new ArrayDeque<>(2);
        delivering = true;
        try {
            call(() -> lend(piece, unused));
        } finally {
            delivering = false;
        }
        inBytes -= piece.length;
        while (!unused.isEmpty() && !disconnecting) {
            byte[] last = unused.removeLast();
            inBytes += last.length;
            in.addFirst(last);
        }
    }

    private void endOfStream() {
        inputOver = true;
        if (lingering) {
            end(new ConnectionDone());
        } else if (!disconnecting) {
            if (protocol instanceof HalfCloseable half) {
                call(half::readConnectionLost);
            } else {
                end(new ConnectionDone());
            }
        }
    }

    // ---- ending

    /** Calls into the protocol or a producer; what they throw is logged and ends the connection with that as the reason. */
    @Override
    void call(Action action) {
        try {
            action.run();
        } catch (Throwable e) {
            MemoryReactor.LOG.error(
                    "{} threw; its connection to {} is closed",
                    protocol.getClass().getName(),
                    getPeer(),
                    e);
            if (reason == null) {
                thrown = e;
                if (!disconnecting) {
                    discardInput();
                    stopProducers();
                    whenSettled = () -> end(new ConnectionDone());
                }
            }
        }
    }

    private void discardInput() {
        disconnecting = true;
        paused = false;
        if (push == this) {
            // Our own input, registered as the producer of our output (an echo), will produce nothing more.
            push = null;
            pushPaused = false;
        }
        boolean over = inputOver || in.contains(END_OF_STREAM);
        boolean reset = in.contains(RESET);
        in.clear();
        inBytes = 0;
        if (reset) {
            in.add(RESET);
        } else if (over && !inputOver) {
            in.add(END_OF_STREAM);
        }
    }

    /** Decides that it ends; the other end is told, and connectionLost follows in the next turn. */
    void end(Throwable why) {
        if (ending == null && reason == null) {
            ending = why;
            disconnecting = true;
            MemoryTransport to = other;
            if (to != null && !to.isClosed()) {
                boolean clean = why instanceof ConnectionDone;
                if (!clean) {
                    to.in.add(RESET);
                } else if (!writeShut) {
                    to.in.add(END_OF_STREAM);
                }
            }
            writeShut = true;
            out.clear();
            outBytes = 0;
        }
    }

    private void over(Throwable why) {
        Failure failure = Failure.of(thrown != null ? thrown : why);
        reason = failure;
        in.clear();
        out.clear();
        if (lingerLimit != null && lingerLimit.active()) {
            lingerLimit.cancel();
        }
        stopProducers();
        call(() -> protocol.connectionLost(failure));
        fireLost(failure);
    }

    /** The reactor stops. */
    void reactorStopped() {
        if (reason == null) {
            end(new ConnectionLost("Connection to " + getPeer() + " was lost: the reactor stopped", null));
            over(ending != null ? ending : new ConnectionLost());
        }
    }

    // ---- MemoryEnd

    @Override
    boolean isDelivering() {
        return delivering;
    }

    @Override
    @Nullable
    Failure reason() {
        return reason;
    }

    @Override
    boolean isOver() {
        return disconnecting || reason != null;
    }

    @Override
    void registered() {
        pushPaused = false;
        if (pull != null) {
            pullAsked = true;
            PullProducer first = pull;
            call(first::resumeProducing);
        }
    }

    // ---- Transport

    @Override
    public void write(byte[] data) {
        if (data.length == 0 || isClosed() || writeShut || (disconnecting && !hasProducer())) {
            return;
        }
        for (int at = 0; at < data.length; at += PIECE) {
            out.add(Arrays.copyOfRange(data, at, Math.min(data.length, at + PIECE)));
        }
        outBytes += data.length;
        pullAsked = false;
        if (push != null && !pushPaused && outBytes > HIGH_WATER) {
            pushPaused = true;
            PushProducer slowed = push;
            call(slowed::pauseProducing);
        }
        if (outBytes > UNSENT_LIMIT && !hasProducer()) {
            end(new WriteBufferOverflow("Connection to " + getPeer() + " held " + outBytes
                    + " unsent bytes (limit for one connection: " + UNSENT_LIMIT + "); register a producer"));
        }
    }

    @Override
    public void unregisterProducer() {
        push = null;
        pull = null;
        pushPaused = false;
        pullAsked = false;
    }

    @Override
    public void pauseProducing() {
        if (!disconnecting) {
            paused = true;
        }
    }

    @Override
    public void resumeProducing() {
        if (!disconnecting) {
            paused = false;
        }
    }

    @Override
    public void loseConnection() {
        if (!disconnecting) {
            discardInput();
            whenSettled = () -> end(new ConnectionDone());
        }
    }

    @Override
    public void loseConnection(Throwable why) {
        if (!disconnecting && ending == null && thrown == null) {
            thrown = why;
        }
        loseConnection();
    }

    @Override
    public void loseConnection(Duration linger) {
        if (disconnecting) {
            return;
        }
        discardInput();
        whenSettled = () -> {
            lingering = true;
            shutOutput();
            if (inputOver) {
                end(new ConnectionDone());
            } else {
                lingerLimit = reactor.callLater(linger, () -> end(new ConnectionDone()));
            }
        };
    }

    @Override
    public void loseWriteConnection() {
        if (!disconnecting && !writeShut) {
            whenSettled = () -> {
                shutOutput();
                if (protocol instanceof HalfCloseable half) {
                    call(half::writeConnectionLost);
                }
            };
        }
    }

    private void shutOutput() {
        if (!writeShut) {
            writeShut = true;
            MemoryTransport to = other;
            if (to != null && !to.isClosed()) {
                to.in.add(END_OF_STREAM);
            }
        }
    }

    @Override
    public void abortConnection() {
        discardInput();
        end(new ConnectionAborted());
    }

    @Override
    public boolean isDisconnecting() {
        return disconnecting;
    }

    @Override
    public void switchProtocol(Protocol next) {
        ArrayDeque<byte[]> unused = new ArrayDeque<>(1);
        replace(next, unused);
        while (!unused.isEmpty()) {
            byte[] kept = unused.removeLast();
            inBytes += kept.length;
            in.addFirst(kept);
        }
    }
}
