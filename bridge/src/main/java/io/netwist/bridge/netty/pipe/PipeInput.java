/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty.pipe;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** Where a {@link PipeChannel} gets its bytes. */
public interface PipeInput {

    /** What {@link #read} returns when there will be nothing more. */
    int END = -1;

    /**
     * Asks to be told, once, when there is something to read or the end of it.
     *
     * @param ready called on any thread
     */
    void awaitReady(Runnable ready);

    /**
     * Reads what is there. Never blocks.
     *
     * @param into where to; lent
     * @return how much; 0 if nothing now, {@link #END} if nothing any more
     * @throws IOException if it cannot be read
     */
    int read(ByteBuf into) throws IOException;

    /** Lets go of it. Once. */
    void close();
}
