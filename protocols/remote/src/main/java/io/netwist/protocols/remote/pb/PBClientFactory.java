/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.protocols.cred.Credentials;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gets the object that a server offers, or logs in there.
 *
 * <pre>{@code
 * PBClientFactory factory = new PBClientFactory();
 * reactor.connectTCP("localhost", 8787, factory);
 * factory.getRootObject().addCallbackDeferring(root -> root.callRemote("echo", "hello"));
 * }</pre>
 *
 * <p>Requests wait for the connection, and fail if it cannot be made or ends first; one that is made after the end waits until
 * the factory is used again. Those of a {@link ReconnectingPBClientFactory} wait for another attempt.
 *
 * <p>Threading: the reactor's thread. <b>Source</b>: {@code twisted.spread.pb.PBClientFactory}.
 */
public final class PBClientFactory implements ClientFactory<Broker> {
    private final BrokerOptions options;
    private final RootRequests requests = new RootRequests();

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
        return requests.getRootObject();
    }

    /**
     * Waits for the connection and logs in.
     *
     * <p>A password is not sent, but what is sent lets whoever hears it try passwords at home: connect by TLS.
     *
     * @param credentials a name and a password, or anonymous; wiped when it is done
     * @return fired with what one can call now: releasing it logs out. It fails with {@link
     *     io.netwist.protocols.cred.UnauthorizedLogin}, with what {@link RemoteReference#callRemote} fails with, or with the
     *     reason why there is no connection
     */
    public Deferred<RemoteReference> login(Credentials credentials) {
        return requests.login(credentials, null);
    }

    /**
     * The same, with something of this side's that the server gets.
     *
     * @param credentials as {@link #login(Credentials)}
     * @param mind for example a {@link Referenceable}, which the server can call; null for none
     * @return as {@link #login(Credentials)}
     */
    public Deferred<RemoteReference> login(Credentials credentials, @Nullable Object mind) {
        return requests.login(credentials, mind);
    }

    /** Ends the connection, if there is one. */
    public void disconnect() {
        requests.disconnect();
    }

    @Override
    public Broker buildProtocol(Address peer) {
        Broker made = new Broker(true, options);
        requests.made(made);
        made.whenReady().consume(requests::connected, requests::failed);
        made.whenConnectionLost().onSuccess(reason -> {
            requests.lost(made);
            requests.failed(reason);
        });
        return made;
    }

    @Override
    public void clientConnectionFailed(Connector connector, Failure reason) {
        requests.failed(reason);
    }
}
