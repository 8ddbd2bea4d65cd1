/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gets the object that a server offers.
 *
 * <pre>{@code
 * PBClientFactory factory = new PBClientFactory();
 * reactor.connectTCP("localhost", 8787, factory);
 * factory.getRootObject().addCallbackDeferring(root -> root.callRemote("echo", "hello"));
 * }</pre>
 *
 * <p>Threading: the reactor's thread. <b>Source</b>: {@code twisted.spread.pb.PBClientFactory}.
 */
public final class PBClientFactory implements ClientFactory<Broker> {
    private final BrokerOptions options;
    private final List<Deferred<RemoteReference>> waiting = new ArrayList<>();
    private @Nullable Broker broker;

    /** With Twisted's options. */
    public PBClientFactory() {
        this(BrokerOptions.defaults());
    }

    /**
     * With options.
     *
     * @param options how the connection behaves
     */
    public PBClientFactory(BrokerOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Waits for the connection and gives its root object.
     *
     * @return at once if there is a connection; it fails with the reason why there is none
     */
    public Deferred<RemoteReference> getRootObject() {
        Broker current = broker;
        if (current != null) {
            return Deferred.succeed(current.remoteForName("root"));
        }
        Deferred<RemoteReference> root = new Deferred<>();
        waiting.add(root);
        return root;
    }

    /** Ends the connection, if there is one. */
    public void disconnect() {
        if (broker != null) {
            broker.transport().loseConnection();
        }
    }

    @Override
    public Broker buildProtocol(Address peer) {
        Broker made = new Broker(true, options);
        made.whenReady().consume(this::connected, this::failed);
        made.whenConnectionLost().onSuccess(reason -> {
            if (broker == made) {
                broker = null;
            }
        });
        return made;
    }

    private void connected(Broker made) {
        broker = made;
        for (Deferred<RemoteReference> each : taken()) {
            each.callback(made.remoteForName("root"));
        }
    }

    private void failed(Failure reason) {
        for (Deferred<RemoteReference> each : taken()) {
            each.errback(reason);
        }
    }

    private List<Deferred<RemoteReference>> taken() {
        List<Deferred<RemoteReference>> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    @Override
    public void clientConnectionFailed(Connector connector, Failure reason) {
        failed(reason);
    }
}
