/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.Failure;
import io.netwist.protocols.framing.Accumulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries boxes, and nothing more.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>However the input is cut into calls, the same boxes come out.
 *   <li>A box may have {@link #LONGEST_BOX} bytes. What comes from a peer that sends more, or that does not speak AMP, ends
 *       the connection and costs one line at level DEBUG; the receiver hears of it in {@code stopReceivingBoxes}.
 *   <li>What the receiver throws is logged and ends the connection.
 * </ul>
 *
 * <p><b>Source</b>: {@code twisted.protocols.amp.BinaryBoxProtocol}.
 */
public class BinaryBoxProtocol extends BaseProtocol implements Buffering, BoxSender {
    /** The longest box that is taken, in bytes. A box that carries one long list or text has at most 64 KiB. */
    public static final int LONGEST_BOX = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(BinaryBoxProtocol.class);

    private final BoxReceiver receiver;
    private final Accumulator buffer = new Accumulator();
    private final BoxParser parser = new BoxParser(LONGEST_BOX);
    private boolean busy;

    /** No box can be sent: until an answer has come, or for ever. */
    private boolean locked;

    private boolean switched;

    /** Boxes that wait until they can be sent encrypted; null when none have to. */
    private @Nullable List<Box> held;

    /** What the peer did wrong. */
    private @Nullable Failure fault;

    /**
     * A protocol for a receiver.
     *
     * @param receiver takes the boxes
     */
    public BinaryBoxProtocol(BoxReceiver receiver) {
        this.receiver = Objects.requireNonNull(receiver, "receiver");
    }

    @Override
    public void connectionMade() throws Exception {
        receiver.startReceivingBoxes(this);
    }

    @Override
    public void dataReceived(ByteBuf data) throws Exception {
        if (busy) {
            buffer.append(data);
            return;
        }
        buffer.lend(data);
        busy = true;
        try {
            while (!switched && !transport().isDisconnecting() && buffer.size() > 0) {
                Box box = parser.next(buffer.bytes());
                if (box == null) {
                    break;
                }
                receiver.boxReceived(box);
            }
        } catch (AmpException e) {
            peerFailed(e);
        } finally {
            if (switched || transport().isDisconnecting()) {
                buffer.clear();
            }
            busy = false;
            buffer.giveBack();
        }
    }

    private void peerFailed(AmpException e) {
        LOG.debug("{} ends: {}", transport(), e.getMessage());
        if (fault == null) {
            fault = Failure.of(e);
        }
        transport().loseConnection();
    }

    @Override
    public void connectionLost(Failure reason) throws Exception {
        receiver.stopReceivingBoxes(fault == null ? reason : fault);
    }

    @Override
    public void sendBox(Box box) {
        if (locked) {
            throw new ProtocolSwitchedException();
        }
        if (box.isEmpty()) {
            throw new IllegalArgumentException("an empty box cannot be sent; it would end the connection at the peer");
        }
        if (held != null) {
            held.add(box.copy());
            return;
        }
        ByteBuf bytes = Unpooled.buffer(box.length());
        box.writeTo(bytes);
        transport().write(bytes);
    }

    @Override
    public void unhandledError(Failure failure) {
        if (failure.value() instanceof AmpException) {
            LOG.warn("{}: nobody has handled {}", transport(), failure.getErrorMessage());
        } else {
            LOG.error("{}: nobody has handled {}", transport(), failure.getErrorMessage(), failure.value());
        }
        if (!switched) {
            transport().loseConnection();
        }
    }

    /** Keeps all boxes from here on, until {@link #release} or {@link #secure}. */
    final void hold() {
        held = new ArrayList<>();
    }

    final void release() {
        List<Box> waiting = held;
        held = null;
        if (waiting != null) {
            waiting.forEach(this::sendBox);
        }
    }

    /** From the byte that comes next on, and for all boxes from here on, the connection is encrypted. */
    final void secure(TlsOptions options) {
        tls().startTLS(options);
        release();
    }

    /** How this connection begins TLS. */
    final TlsTransport tls() {
        return transport()
                .as(TlsTransport.class)
                .orElseThrow(() -> new IllegalStateException(StartTls.NOT_AVAILABLE + " over " + transport()));
    }

    /** Allows no box from here on, until {@link #unlock}. */
    final void lock() {
        locked = true;
    }

    final void unlock() {
        if (switched) {
            throw new IllegalStateException("this connection has changed to another protocol already");
        }
        locked = false;
    }

    /** Gives the connection, and what has come and is no box, to another protocol. */
    final void switchTo(Protocol next) {
        if (switched) {
            throw new IllegalStateException("this connection has changed to another protocol already");
        }
        locked = true;
        switched = true;
        transport().switchProtocol(next);
    }

    @Override
    public @Nullable ByteBuf takeRemaining() {
        return buffer.take();
    }
}
