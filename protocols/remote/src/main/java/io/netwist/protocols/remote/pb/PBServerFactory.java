/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.bridge.Factory;
import io.netwist.bridge.address.Address;
import io.netwist.protocols.cred.Portal;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers an object to everybody who connects, or an avatar to whoever logs in.
 *
 * <pre>{@code
 * reactor.listenTCP(8787, new PBServerFactory(new Echo()));
 * }</pre>
 *
 * <p>Threading: the reactor's thread. <b>Source</b>: {@code twisted.spread.pb.PBServerFactory}.
 */
public final class PBServerFactory implements Factory<Broker> {
    private static final Logger LOG = LoggerFactory.getLogger(PBServerFactory.class);

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

    /**
     * Whoever logs in, as {@link #PBServerFactory(Portal, BrokerOptions)} with Twisted's options but one: passwords are
     * refused, so only anonymous logins are left.
     *
     * @param portal its realm has avatars of the type {@link Perspective}
     */
    public PBServerFactory(Portal portal) {
        this(portal, BrokerOptions.defaults());
    }

    /**
     * Whoever logs in. What they get is the avatar that the portal's realm has for them.
     *
     * <p>Passwords are refused unless {@link BrokerOptions#withPasswordLogin} lets them in.
     *
     * @param portal its realm has avatars of the type {@link Perspective}; one that is a {@link Referenceable} is sent as it
     *     is
     * @param options how the connections behave
     */
    public PBServerFactory(Portal portal, BrokerOptions options) {
        this(broker -> new PortalRoot(portal, broker, options.passwordLogin()), options);
        Objects.requireNonNull(portal, "portal");
        if (!options.passwordLogin()) {
            LOG.info(
                    "logins with a password are off: Perspective Broker proves a password by MD5, which whoever hears it"
                            + " can try passwords on; BrokerOptions.withPasswordLogin(true) turns them on, for connections by TLS");
        }
    }

    @Override
    public Broker buildProtocol(Address peer) {
        Broker broker = new Broker(false, options);
        broker.setNameForLocal("root", roots.apply(broker));
        return broker;
    }
}
