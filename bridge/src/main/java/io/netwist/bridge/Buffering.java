/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A protocol that keeps bytes from one {@code dataReceived} to the next.
 *
 * <p>{@link Transport#switchProtocol} asks it for them, so that the protocol that follows misses nothing.
 */
public interface Buffering {

    /**
     * Gives up the bytes received but not used. Called by the transport.
     *
     * <p>Ownership: the caller releases the buffer.
     *
     * @return the bytes, or null if there are none
     */
    @Nullable
    ByteBuf takeRemaining();
}
