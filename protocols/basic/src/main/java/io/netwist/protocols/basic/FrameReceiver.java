/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.protocols.framing.Accumulator;
import org.jspecify.annotations.Nullable;

/** What all receivers of frames have in common: keeping bytes, one loop, pausing, and giving the rest up. */
abstract class FrameReceiver extends BaseProtocol implements Buffering, PushProducer {

    private final Accumulator buffer = new Accumulator();
    private boolean paused;

    /** While parsing: input that comes from within a callback only joins the buffer. */
    private boolean busy;

    /** Delivers at most one frame from the bytes; false if there is none to deliver now. */
    abstract boolean parseOne(ByteBuf bytes) throws Exception;

    /** Bytes have gone or come other than by parsing: whatever the parser remembers of its place is void. */
    abstract void forgetPlace();

    /**
     * Whether nothing after what has been parsed means anything.
     *
     * @return true from the first error of the peer on
     */
    protected boolean isBroken() {
        return false;
    }

    /**
     * Takes input. Called by the transport; call super if you override it.
     *
     * @param data lent
     * @throws Exception what a callback threw
     */
    @Override
    public void dataReceived(ByteBuf data) throws Exception {
        if (busy) {
            buffer.append(data);
            return;
        }
        buffer.lend(data);
        parse();
    }

    private void parse() throws Exception {
        busy = true;
        try {
            while (!paused && !isOver() && buffer.size() > 0) {
                if (!parseOne(buffer.bytes())) {
                    break;
                }
            }
            if (isOver()) {
                buffer.clear();
            }
        } finally {
            busy = false;
            buffer.giveBack();
        }
    }

    private boolean isOver() {
        return isBroken() || transport().isDisconnecting();
    }

    /**
     * Gives up the bytes received and not delivered. Called by the transport in {@code switchProtocol}; a callback may call
     * it too, and give bytes back by {@link #pushBack}.
     *
     * @return the caller releases it; null if there are none
     */
    @Override
    public @Nullable ByteBuf takeRemaining() {
        forgetPlace();
        return buffer.take();
    }

    /**
     * Puts bytes before all that have not been delivered. From a callback: they are parsed when it has returned; otherwise
     * with the next input.
     *
     * <p>Ownership: the buffer is given away.
     *
     * @param bytes what to parse next
     */
    protected final void pushBack(ByteBuf bytes) {
        forgetPlace();
        try {
            buffer.prepend(bytes);
        } finally {
            bytes.release();
        }
    }

    /** Holds back frames and input until {@link #resumeProducing()}; from inside a callback, after that callback. */
    @Override
    public void pauseProducing() {
        paused = true;
        transport().pauseProducing();
    }

    /**
     * Goes on; what was held back is delivered before this returns, unless it is called from a callback.
     *
     * @throws Exception what a callback threw
     */
    @Override
    public void resumeProducing() throws Exception {
        paused = false;
        transport().resumeProducing();
        if (!busy) {
            parse();
        }
    }

    /** Ends the connection. */
    @Override
    public void stopProducing() {
        paused = true;
        transport().stopProducing();
    }
}
