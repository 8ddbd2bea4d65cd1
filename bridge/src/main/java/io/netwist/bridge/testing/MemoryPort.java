/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.deferred.Deferred;
import java.net.BindException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A port of a {@link MemoryReactor}. Source: {@code twisted.internet.testing._FakePort}. */
public final class MemoryPort implements ListeningPort {

    private final MemoryReactor reactor;
    private final Factory<?> factory;
    private final ListenOptions options;
    private final Address wanted;
    private Address host;
    private boolean listening;

    MemoryPort(MemoryReactor reactor, Address wanted, Factory<?> factory, ListenOptions options) {
        this.reactor = reactor;
        this.factory = factory;
        this.options = options;
        this.wanted = wanted;
        this.host = wanted;
    }

    @Override
    public void startListening() {
        reactor.checkThread("startListening");
        if (listening) {
            throw new IllegalStateException("startListening: " + this + " listens already");
        }
        Address address = wanted.port() == 0 ? new TcpAddress(host.host(), reactor.freePort()) : host;
        if (reactor.portAt(address).isPresent()) {
            throw new CannotListenException(address.toString(), new BindException("Address already in use"));
        }
        try {
            reactor.factories().begin(factory);
        } catch (Throwable e) {
            throw new CannotListenException(address.toString(), e);
        }
        host = address;
        listening = true;
        reactor.opened(this);
    }

    @Override
    public Deferred<@Nullable Void> stopListening() {
        reactor.checkThread("stopListening");
        if (!listening) {
            return Deferred.succeed(null);
        }
        listening = false;
        reactor.closed(this);
        Deferred<@Nullable Void> done = new Deferred<>();
        reactor.callFromThread(() -> {
            try {
                reactor.factories().end(factory);
                done.callback(null);
            } catch (Throwable e) {
                done.errback(e);
            }
        });
        return done;
    }

    @Override
    public Address getHost() {
        return host;
    }

    /**
     * Plays a client that connects: the factory makes a protocol, and the test goes on as its peer.
     *
     * @return the server side's transport, or empty if the factory refused
     */
    public Optional<StringTransport> accept() {
        reactor.checkThread("accept");
        Address client =
                wanted instanceof UnixAddress ? new UnixAddress("") : new TcpAddress("192.168.1.1", reactor.freePort());
        Optional<StringTransport> accepted = Optional.empty();
        Protocol[] built = new Protocol[1];
        StringTransport.letOut(() -> built[0] = factory.buildProtocol(client));
        if (built[0] != null) {
            accepted = Optional.of(new StringTransport(reactor, host, client, built[0]).connected());
        }
        return accepted;
    }

    /** Asks the factory for a protocol; null if it refuses or throws. */
    @Nullable
    Protocol build(Address client) {
        try {
            return factory.buildProtocol(client);
        } catch (Throwable e) {
            MemoryReactor.LOG.error(
                    "{} threw from buildProtocol; the connection from {} is refused",
                    factory.getClass().getName(),
                    client,
                    e);
            return null;
        }
    }

    /**
     * The factory given to {@code listenTCP} or {@code listenUNIX}.
     *
     * @return the very object
     */
    public Factory<?> factory() {
        return factory;
    }

    /**
     * The options given to {@code listenTCP}.
     *
     * @return the very object; for {@code listenUNIX} its backlog
     */
    public ListenOptions options() {
        return options;
    }

    /**
     * Whether it accepts connections.
     *
     * @return true until {@code stopListening}
     */
    public boolean isListening() {
        return listening;
    }

    @Override
    public String toString() {
        return "memory port " + host;
    }
}
