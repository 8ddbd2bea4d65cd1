/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;

/** Work for one server. */
public interface Load extends Closeable {
    /** No server that is alive is silent for so long. */
    long PATIENCE_NANOS = 20_000_000_000L;

    /**
     * Works for a while.
     *
     * @param nanos for how long; what is under way then is waited for
     * @return how many operations were done
     * @throws IOException if the server closes a connection or does not answer any more
     */
    long run(long nanos) throws IOException;
}
