/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import io.netwist.bridge.ReconnectingClientFactory;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.ReactorTime;
import io.netwist.protocols.cred.Credentials;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PBClientFactory} that connects again. What is asked for while there is no connection waits for the next one, however
 * long that takes: put a time limit on it, or {@link #disconnect()}.
 *
 * <p>References are those of one connection and die with it; ask for the root object again, or log in again, when one does
 * ({@link RemoteReference#notifyOnDisconnect}).
 *
 * <p>Threading: the reactor's thread. <b>Source</b>: a {@code PBClientFactory} that is also a {@code
 * ReconnectingClientFactory}.
 */
public class ReconnectingPBClientFactory extends ReconnectingClientFactory<Broker> {
    private final BrokerOptions options;
    private final RootRequests requests = new RootRequests();

    /**
     * Makes one.
     *
     * @param time the reactor, or a clock
     * @param options how the connections behave
     */
    public ReconnectingPBClientFactory(ReactorTime time, BrokerOptions options) {
        super(time);
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Waits for a connection and gives its root object.
     *
     * @return at once if there is a connection
     */
    public final Deferred<RemoteReference> getRootObject() {
        return requests.getRootObject();
    }

    /**
     * Waits for a connection and logs in, once.
     *
     * @param credentials as {@link PBClientFactory#login(Credentials)}
     * @param mind as {@link PBClientFactory#login(Credentials, Object)}
     * @return as {@link PBClientFactory#login(Credentials)}
     */
    public final Deferred<RemoteReference> login(Credentials credentials, @Nullable Object mind) {
        return requests.login(credentials, mind);
    }

    /** Ends the connection, if there is one, makes no other, and fails what waits. */
    public final void disconnect() {
        stopTrying();
        requests.disconnect();
        requests.failed(Failure.of(new ConnectionDone()));
    }

    @Override
    public final Broker buildProtocol(Address peer) {
        Broker made = new Broker(true, options);
        requests.made(made);
        made.whenReady()
                .consume(
                        ready -> {
                            resetDelay();
                            requests.connected(ready);
                        },
                        failure -> {});
        made.whenConnectionLost().onSuccess(reason -> requests.lost(made));
        return made;
    }
}
