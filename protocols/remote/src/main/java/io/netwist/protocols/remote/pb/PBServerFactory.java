/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.bridge.Factory;
import io.netwist.bridge.address.Address;
import java.util.Objects;
import java.util.function.Function;

/**
 * Offers an object to everybody who connects.
 *
 * <pre>{@code
 * reactor.listenTCP(8787, new PBServerFactory(new Echo()));
 * }</pre>
 *
 * <p>Threading: the reactor's thread. <b>Source</b>: {@code twisted.spread.pb.PBServerFactory}.
 */
public final class PBServerFactory implements Factory<Broker> {
    private final Function<? super Broker, ? extends Referenceable> roots;
    private final BrokerOptions options;

    /**
     * The same object for all.
     *
     * @param root what clients get as root object
     */
    public PBServerFactory(Referenceable root) {
        this(broker -> root, BrokerOptions.defaults());
        Objects.requireNonNull(root, "root");
    }

    /**
     * An object for each connection.
     *
     * @param roots called once for each connection
     * @param options how the connections behave
     */
    public PBServerFactory(Function<? super Broker, ? extends Referenceable> roots, BrokerOptions options) {
        this.roots = Objects.requireNonNull(roots, "roots");
        this.options = Objects.requireNonNull(options, "options");
    }

    @Override
    public Broker buildProtocol(Address peer) {
        Broker broker = new Broker(false, options);
        broker.setNameForLocal("root", roots.apply(broker));
        return broker;
    }
}
