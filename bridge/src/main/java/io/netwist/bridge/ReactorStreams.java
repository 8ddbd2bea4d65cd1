/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Streams that block, as connections. Not every reactor can: ask with {@code instanceof}.
 *
 * <p>Source: {@code twisted.internet.stdio.StandardIO}.
 */
public interface ReactorStreams {

    /**
     * Makes one connection of two streams, whose addresses are {@code PipeAddress}. A thread for each stream does what blocks.
     *
     * <p>The connection ends as any other, except that nothing can be reset and that an output which nobody reads any more,
     * noticed at the next write, ends only the output: a {@link HalfCloseable} protocol is told so, any other is not.
     *
     * @param in read one chunk ahead of the protocol; left open
     * @param out flushed after every write; left open, unless {@code loseWriteConnection} closes it
     * @param protocol connected when this returns
     * @return its transport
     */
    Transport connectStreams(InputStream in, OutputStream out, Protocol protocol);
}
