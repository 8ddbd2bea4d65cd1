/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.HostnameAddress;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.error.ConnectingStoppedException;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.error.ConnectionTimedOutException;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.error.NotConnectingException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connector of a {@link MemoryReactor}: the test, the next turn or the timeout decides the attempt, whichever is first.
 *
 * <p>Source: {@code twisted.internet.testing._FakeConnector}.
 */
public final class MemoryConnector implements Connector {

    private final MemoryReactor reactor;
    private final ClientFactory<?> factory;
    private final ConnectOptions options;
    private final Address destination;
    private State state = State.DISCONNECTED;

    /** Whether the factory counts this connector among its users. */
    private boolean counted;

    private @Nullable DelayedCall limit;

    /** The lookup under way; null without one. */
    private @Nullable Deferred<String> resolving;

    /** The protocol connected; null while there is none. */
    private @Nullable Protocol protocol;

    private enum State {
        DISCONNECTED,
        CONNECTING,
        CONNECTED
    }

    MemoryConnector(MemoryReactor reactor, Address destination, ClientFactory<?> factory, ConnectOptions options) {
        this.reactor = reactor;
        this.factory = factory;
        this.options = options;
        this.destination = destination;
    }

    static Address tcp(String host, int port) {
        return IpLiterals.isLiteral(host) ? new TcpAddress(host, port) : new HostnameAddress(host, port);
    }

    @Override
    public void connect() {
        reactor.checkThread("connect");
        if (state != State.DISCONNECTED) {
            throw new IllegalStateException("connect: " + this + " is " + state + " already");
        }
        state = State.CONNECTING;
        if (!counted) {
            try {
                reactor.factories().begin(factory);
            } catch (Throwable e) {
                state = State.DISCONNECTED;
                throw new IllegalStateException(factory.getClass().getName() + " threw from startFactory", e);
            }
            counted = true;
        }
        reactor.opened(this);
        MemoryReactor.guard(() -> factory.startedConnecting(this));
        if (state == State.CONNECTING && limit == null && !options.timeout().isZero()) {
            limit = reactor.callLater(
                    options.timeout(),
                    () -> fail(new ConnectionTimedOutException(
                            "cannot connect to " + destination + ": no connection within " + options.timeout(), null)));
        }
    }

    /** Connects to the port at the destination, if there is one, and fails otherwise; a name is resolved first. */
    void join() {
        if (!(destination instanceof HostnameAddress)) {
            joinAt(destination);
        } else if (resolving == null) {
            Deferred<String> found = reactor.resolve(destination.host());
            resolving = found;
            found.consume(
                    literal -> {
                        if (resolving == found) {
                            joinAt(new TcpAddress(literal, destination.port()));
                        }
                    },
                    failure -> {
                        if (resolving == found) {
                            fail(new HostNotFoundException(
                                    "cannot connect to " + destination + ": no such host", failure.value()));
                        }
                    });
        }
    }

    private void joinAt(Address there) {
        MemoryPort port = reactor.portAt(there).orElse(null);
        if (port == null) {
            fail(new ConnectionRefusedException("cannot connect to " + destination + ": Connection refused", null));
            return;
        }
        endAttempt(State.CONNECTED);
        Address here = localEnd(there);
        Protocol mine = build(there);
        if (mine == null) {
            return;
        }
        Protocol theirs = port.build(here);
        if (theirs == null) {
            // The kernel has connected before the factory refuses: the client sees a connection that ends.
            theirs = new BaseProtocol() {
                @Override
                public void connectionMade() {
                    transport().loseConnection();
                }
            };
        }
        protocol = mine;
        Wire wire = new Wire(reactor, theirs, mine, there, here);
        wire.client().whenConnectionLost().onSuccess(this::connectionLost);
        wire.clientEnd().begin();
        wire.serverEnd().begin();
    }

    private Address localEnd(Address there) {
        if (there instanceof UnixAddress) {
            return new UnixAddress("");
        }
        TcpAddress local = options.bindAddress();
        if (local == null) {
            return new TcpAddress(there.host(), reactor.freePort());
        }
        return local.port() != 0 ? local : new TcpAddress(local.host(), reactor.freePort());
    }

    /** Asks the factory; what it threw or refused has been dealt with when this returns null. */
    private @Nullable Protocol build(Address peer) {
        Protocol built;
        try {
            built = factory.buildProtocol(peer);
        } catch (Throwable e) {
            MemoryReactor.LOG.error(
                    "{} threw from buildProtocol", factory.getClass().getName(), e);
            failed(new ConnectionFailedException("cannot connect to " + destination + ": buildProtocol threw " + e, e));
            return null;
        }
        if (built == null) {
            reactor.callFromThread(() -> connectionLost(Failure.of(new ConnectionDone())));
        }
        return built;
    }

    /**
     * Lets the attempt succeed; the test goes on as the peer.
     *
     * @return the client side's transport, or empty if the factory refused
     * @throws IllegalStateException if no attempt is under way
     */
    public Optional<StringTransport> succeed() {
        requireConnecting("succeed");
        boolean unix = destination instanceof UnixAddress;
        Address peer = destination instanceof HostnameAddress
                ? new TcpAddress("192.168.1.1", destination.port())
                : destination;
        Address here = unix ? new UnixAddress("") : new TcpAddress("10.0.0.1", reactor.freePort());
        endAttempt(State.CONNECTED);
        Protocol built = build(peer);
        if (built == null) {
            return Optional.empty();
        }
        protocol = built;
        StringTransport transport = new StringTransport(reactor, here, peer, built);
        transport.whenConnectionLost().onSuccess(this::connectionLost);
        return Optional.of(transport.connected());
    }

    /**
     * Lets the attempt fail.
     *
     * @param why given to {@code clientConnectionFailed}
     * @throws IllegalStateException if no attempt is under way
     */
    public void fail(ConnectionFailedException why) {
        requireConnecting("fail");
        endAttempt(State.DISCONNECTED);
        failed(why);
    }

    private void requireConnecting(String call) {
        reactor.checkThread(call);
        if (state != State.CONNECTING) {
            throw new IllegalStateException(call + ": " + this + " is " + state);
        }
    }

    private void endAttempt(State next) {
        state = next;
        reactor.decided(this);
        if (limit != null && limit.active()) {
            limit.cancel();
        }
        limit = null;
        Deferred<String> lookup = resolving;
        resolving = null;
        if (lookup != null) {
            lookup.cancel();
        }
    }

    private void failed(ConnectionFailedException why) {
        state = State.DISCONNECTED;
        MemoryReactor.guard(() -> factory.clientConnectionFailed(this, Failure.of(why)));
        release();
    }

    private void connectionLost(Failure reason) {
        state = State.DISCONNECTED;
        protocol = null;
        MemoryReactor.guard(() -> factory.clientConnectionLost(this, reason));
        release();
    }

    /** The factory is done with, unless a callback has begun a new attempt. */
    private void release() {
        if (state == State.DISCONNECTED && counted) {
            counted = false;
            MemoryReactor.guard(() -> reactor.factories().end(factory));
        }
    }

    @Override
    public void stopConnecting() {
        reactor.checkThread("stopConnecting");
        if (state != State.CONNECTING) {
            throw new NotConnectingException("stopConnecting: " + this + " is " + state);
        }
        fail(new ConnectingStoppedException("cannot connect to " + destination + ": the attempt was stopped", null));
    }

    @Override
    public void disconnect() {
        reactor.checkThread("disconnect");
        if (state == State.CONNECTING) {
            stopConnecting();
        } else if (protocol != null) {
            protocol.transport().loseConnection();
        }
    }

    @Override
    public Address getDestination() {
        return destination;
    }

    /**
     * The factory given to {@code connectTCP} or {@code connectUNIX}.
     *
     * @return the very object
     */
    public ClientFactory<?> factory() {
        return factory;
    }

    /**
     * The options given to {@code connectTCP}.
     *
     * @return the very object; for {@code connectUNIX} its timeout
     */
    public ConnectOptions options() {
        return options;
    }

    /**
     * Whether an attempt is under way.
     *
     * @return true until it succeeds, fails or is stopped
     */
    public boolean isConnecting() {
        return state == State.CONNECTING;
    }

    @Override
    public String toString() {
        return "memory connector to " + destination;
    }
}
