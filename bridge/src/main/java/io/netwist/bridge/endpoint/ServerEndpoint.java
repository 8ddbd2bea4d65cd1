/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListeningPort;
import io.netwist.deferred.Deferred;

/** A place to listen at. Source: {@code twisted.internet.interfaces.IStreamServerEndpoint}. */
public interface ServerEndpoint {

    /**
     * Listens. May be called again, for another port at the same place, unless the kind forbids it.
     *
     * <p><b>Threading</b>: the reactor's thread.
     *
     * @param factory makes the protocol of each connection
     * @return the port, listening; or failed, with {@code CannotListenException} if the place cannot be had: nothing is
     *     thrown
     */
    Deferred<ListeningPort> listen(Factory<?> factory);
}
