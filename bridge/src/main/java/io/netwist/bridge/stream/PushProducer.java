/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.stream;

/**
 * Something that writes to a consumer on its own, until it is told to pause.
 *
 * <p>Contract: {@code pauseProducing} and {@code resumeProducing} alternate, starting with pause; {@code stopProducing}
 * comes at most once and last. An exception from one of them ends the connection that called it. Source: {@code
 * IPushProducer}.
 */
public interface PushProducer {

    /**
     * Asks for no more bytes until {@link #resumeProducing()}.
     *
     * @throws Exception if the producer cannot go on
     */
    void pauseProducing() throws Exception;

    /**
     * Asks to go on after a pause.
     *
     * @throws Exception if the producer cannot go on
     */
    void resumeProducing() throws Exception;

    /**
     * Says that nobody wants more bytes, ever.
     *
     * @throws Exception if the producer cannot stop in order
     */
    void stopProducing() throws Exception;
}
