/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netty.buffer.ByteBuf;
import io.netwist.deferred.Failure;
import java.util.List;

/**
 * Looks on while a wrapped protocol and its transport talk, and may act on the wrapper between them.
 *
 * <p>One object serves one connection. Exceptions end it, as those of the protocol would.
 */
public interface ConnectionPolicy {

    /**
     * The connection exists; the wrapped protocol is told next.
     *
     * @param connection the wrapper
     * @throws Exception ends the connection
     */
    default void connected(ProtocolWrapper connection) throws Exception {}

    /**
     * Bytes have come; the wrapped protocol gets them next.
     *
     * @param data lent, and not to be read from
     * @throws Exception ends the connection
     */
    default void received(ByteBuf data) throws Exception {}

    /**
     * Bytes are about to be sent.
     *
     * @param data lent, and not to be read from
     */
    default void writing(ByteBuf data) {}

    /**
     * Several pieces are about to be sent by one {@code writeSequence}. Passes each on to {@link #writing} unless
     * overridden.
     *
     * @param pieces lent, and not to be read from
     */
    default void writingSequence(List<ByteBuf> pieces) {
        pieces.forEach(this::writing);
    }

    /** The wrapped protocol has asked for the end. */
    default void closing() {}

    /**
     * The connection is over; the wrapped protocol is told next.
     *
     * @param reason why
     * @throws Exception is logged
     */
    default void lost(Failure reason) throws Exception {}
}
