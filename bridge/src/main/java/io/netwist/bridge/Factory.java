/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.bridge.address.Address;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a protocol for each connection.
 *
 * <p>A lambda is a factory: {@code reactor.listenTCP(8123, peer -> new Chat(users))}. Source: {@code
 * twisted.internet.protocol.Factory}.
 *
 * @param <P> the protocols made
 */
@FunctionalInterface
public interface Factory<P extends Protocol> {

    /**
     * Makes the protocol of a new connection. Called by a port or a connector; override me.
     *
     * @param peer who connected, or where a client has connected to: an IP literal and a port
     * @return a protocol that has had no connection before, or null to refuse this one
     * @throws Exception refuses the connection and is logged
     */
    @Nullable
    P buildProtocol(Address peer) throws Exception;

    /**
     * The first port or connector begins to use this factory. Counted for each factory object by identity.
     *
     * @throws Exception fails the call that would have used the factory
     */
    default void startFactory() throws Exception {}

    /**
     * The last port or connector has ceased to use this factory.
     *
     * @throws Exception fails {@code stopListening}; the port is closed all the same
     */
    default void stopFactory() throws Exception {}

    /**
     * A factory whose protocols need nothing but a constructor.
     *
     * @param <P> the protocols made
     * @param protocol makes one, for example {@code Echo::new}
     * @return the factory
     */
    static <P extends Protocol> Factory<P> forProtocol(Supplier<? extends P> protocol) {
        return peer -> protocol.get();
    }
}
