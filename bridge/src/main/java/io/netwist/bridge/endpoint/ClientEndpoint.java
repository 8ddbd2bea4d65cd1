/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.Protocol;
import io.netwist.deferred.Deferred;

/** A place to connect to. Source: {@code twisted.internet.interfaces.IStreamClientEndpoint}. */
public interface ClientEndpoint {

    /**
     * Connects.
     *
     * <p><b>Threading</b>: the reactor's thread. Cancelling the Deferred gives the attempt up.
     *
     * <p><b>Errors</b>: nothing is thrown. The Deferred fails with {@code ConnectionFailedException} or one of its kinds if
     * there is no connection, with what the factory or {@code connectionMade} threw, with {@code NoProtocol} if the factory
     * gave null, and with {@code ConnectingCancelledException} when it is cancelled.
     *
     * @param <P> the protocol
     * @param factory makes the protocol; its {@code ClientFactory} methods, if it has them, are not called
     * @return the protocol that the factory made, after its {@code connectionMade} has returned and before it receives
     *     anything
     */
    <P extends Protocol> Deferred<P> connect(Factory<P> factory);
}
