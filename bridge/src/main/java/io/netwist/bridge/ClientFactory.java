/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.deferred.Failure;

/**
 * Makes the protocol of a connection that we begin, and hears how the attempt goes.
 *
 * <p>Source: {@code twisted.internet.protocol.ClientFactory}.
 *
 * @param <P> the protocols made
 */
@FunctionalInterface
public interface ClientFactory<P extends Protocol> extends Factory<P> {

    /**
     * An attempt has begun. Called before {@code connectTCP} or {@code connect} returns.
     *
     * @param connector what was returned by {@code connectTCP}; may be stopped here
     * @throws Exception is logged
     */
    default void startedConnecting(Connector connector) throws Exception {}

    /**
     * The attempt failed. {@code connector.connect()} here tries again.
     *
     * @param connector the one whose attempt it was
     * @param reason a {@code ConnectionFailedException}
     * @throws Exception is logged
     */
    default void clientConnectionFailed(Connector connector, Failure reason) throws Exception {}

    /**
     * The connection is over; the protocol has been told. {@code connector.connect()} here connects anew.
     *
     * @param connector the one whose connection it was
     * @param reason what the protocol was told
     * @throws Exception is logged
     */
    default void clientConnectionLost(Connector connector, Failure reason) throws Exception {}
}
