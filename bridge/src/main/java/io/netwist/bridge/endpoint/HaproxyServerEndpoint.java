/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * Any server endpoint behind a proxy that speaks HAProxy's PROXY protocol, version 1 or 2.
 *
 * <p>A connection must begin with the header, or it is closed; what follows goes to the protocol, whose transport's {@code
 * getPeer} and {@code getHost} are the header's from then on, and the real ones in {@code connectionMade}. Source: {@code
 * twisted.protocols.haproxy.proxyEndpoint}.
 *
 * @param endpoint where to listen
 */
public record HaproxyServerEndpoint(ServerEndpoint endpoint) implements ServerEndpoint {

    @Override
    public Deferred<ListeningPort> listen(Factory<?> factory) {
        return endpoint.listen(new Wrapping(factory));
    }

    @Override
    public String toString() {
        return "haproxy:" + endpoint;
    }

    private record Wrapping(Factory<?> wrapped) implements Factory<Protocol>, FactoryWrapper {

        @Override
        public @Nullable Protocol buildProtocol(Address peer) throws Exception {
            Protocol inner = wrapped.buildProtocol(peer);
            return inner == null ? null : HaproxyProtocol.around(inner);
        }

        @Override
        public void startFactory() throws Exception {
            wrapped.startFactory();
        }

        @Override
        public void stopFactory() throws Exception {
            wrapped.stopFactory();
        }
    }
}
