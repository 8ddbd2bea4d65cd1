/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/** Something that accepts connections. Source: {@code twisted.internet.interfaces.IListeningPort}. */
public interface ListeningPort {

    /**
     * Where it listens.
     *
     * @return the address with the real port, also when 0 was asked for
     */
    Address getHost();

    /**
     * Listens again after {@link #stopListening()}.
     *
     * @throws io.netwist.bridge.error.CannotListenException if the address cannot be had
     * @throws IllegalStateException if it listens already
     */
    void startListening();

    /**
     * Has the system make no further connections, where it can; those that it has made or is making are still accepted. Call
     * this a moment before {@link #stopListening()}, which resets what has not been accepted by then.
     */
    default void refuseNew() {}

    /**
     * Stops accepting, at once. Connections that exist are kept. May be called again.
     *
     * @return fired when the socket is closed and the factory's {@code stopFactory} has run; failed with what that threw
     */
    Deferred<@Nullable Void> stopListening();
}
