/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty.pipe;

import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** Where a {@link PipeChannel} sends its bytes. */
public interface PipeOutput {

    /**
     * Asks to be told, once, when more can be written, or when that will never be.
     *
     * @param ready called on any thread
     */
    void awaitReady(Runnable ready);

    /**
     * Asks to be told when nobody reads any more, where that can be known without writing. Asking for {@link #awaitReady}
     * takes this back.
     *
     * @param broken called on any thread
     */
    void awaitBroken(Runnable broken);

    /**
     * Writes what can be written now. Never blocks.
     *
     * @param from what; lent, and its indexes left alone. Until some of it has been written, the next call is given the same
     * @return how much has been written
     * @throws IOException if nobody reads any more
     */
    int write(ByteBuf from) throws IOException;

    /**
     * Whether it is known that nobody reads any more. What {@link #awaitBroken} tells may be out of date.
     *
     * @return true if a write would fail
     */
    boolean isBroken();

    /** Lets its reader know that nothing more will come, and lets go of it. Instead of {@link #close}. */
    void end();

    /** Lets go of it. Once. */
    void close();
}
