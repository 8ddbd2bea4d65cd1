/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Receives frames whose lengths its own code knows: it always waits for so many bytes and then calls a function, which
 * says how many come next and for whom.
 *
 * <p>Source: {@code twisted.protocols.stateful.StatefulProtocol}.
 */
public abstract class StatefulProtocol extends FrameReceiver {

    /** Null before the first bytes. */
    private @Nullable State state;

    /** For subclasses. */
    protected StatefulProtocol() {}

    /** What is done with some bytes. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Takes exactly the bytes waited for.
         *
         * @param data lent until this returns
         * @return the next state, or null for the same again
         * @throws Exception ends the connection
         */
        @Nullable
        State received(ByteBuf data) throws Exception;
    }

    /**
     * What is waited for.
     *
     * @param bytes how many bytes, 1 or more
     * @param handler who gets them
     */
    public record State(int bytes, Handler handler) {
        /**
         * Checks the number.
         *
         * @param bytes 1 or more
         * @param handler who gets them
         * @throws IllegalArgumentException if it is not positive
         */
        public State {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes: " + bytes + " (expected: 1 or more)");
            }
        }
    }

    /**
     * What is waited for first. Override me.
     *
     * @return the first state
     */
    protected abstract State initialState();

    @Override
    final boolean parseOne(ByteBuf bytes) throws Exception {
        State present = state != null ? state : initialState();
        state = present;
        if (bytes.readableBytes() < present.bytes()) {
            return false;
        }
        State next = present.handler().received(bytes.readSlice(present.bytes()));
        if (next != null) {
            state = next;
        }
        return true;
    }

    @Override
    final void forgetPlace() {}
}
