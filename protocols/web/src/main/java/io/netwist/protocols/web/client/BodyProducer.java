/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * Makes the body of a request while it is sent, at the pace of the connection.
 *
 * <p>Called by the agent: {@link #startProducing} once, then {@code pauseProducing} and {@code resumeProducing}; {@code
 * stopProducing} when nobody wants the rest. Threading: the reactor's thread. Source: {@code IBodyProducer}.
 */
public interface BodyProducer extends PushProducer {

    /**
     * How long the body will be.
     *
     * @return bytes, or -1 if that is not known: it is sent in chunks then
     */
    long length();

    /**
     * Begins to write.
     *
     * @param consumer takes the bytes; registers its producer by itself
     * @return fired when everything was written; a failure ends the request and its connection
     * @throws Exception ends the request and its connection
     */
    Deferred<@Nullable Void> startProducing(ByteConsumer consumer) throws Exception;
}
