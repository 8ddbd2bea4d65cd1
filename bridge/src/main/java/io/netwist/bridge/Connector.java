/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.bridge.address.Address;

/**
 * A connection that we began: the attempt, the connection, and the way to begin again.
 *
 * <p>Source: {@code twisted.internet.interfaces.IConnector}.
 */
public interface Connector {

    /**
     * Begins another attempt.
     *
     * @throws IllegalStateException while connecting or connected
     */
    void connect();

    /**
     * Gives the attempt up: {@code clientConnectionFailed} is called with {@code ConnectingStoppedException}.
     *
     * @throws io.netwist.bridge.error.NotConnectingException if no attempt is under way
     */
    void stopConnecting();

    /** Stops the attempt, or closes the connection in order, whichever there is; without either it does nothing. */
    void disconnect();

    /**
     * Where this connector connects to.
     *
     * @return the address as it was asked for; a name stays a name
     */
    Address getDestination();
}
