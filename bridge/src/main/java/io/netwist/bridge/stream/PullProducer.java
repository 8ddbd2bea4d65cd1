/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.stream;

/**
 * Something that writes one piece to its consumer each time it is asked.
 *
 * <p>A producer that writes nothing when asked is not asked again until something else has been written and sent.
 * Source: {@code IPullProducer}.
 */
public interface PullProducer {

    /**
     * Asks for one piece; called when everything written before has been handed to the operating system.
     *
     * @throws Exception if the producer cannot go on; this ends the connection
     */
    void resumeProducing() throws Exception;

    /**
     * Says that nobody wants more bytes, ever.
     *
     * @throws Exception if the producer cannot stop in order
     */
    void stopProducing() throws Exception;
}
