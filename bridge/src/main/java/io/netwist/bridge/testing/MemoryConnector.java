/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

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
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.ConnectionTimedOutException;
import io.netwist.bridge.error.NotConnectingException;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connector of a {@link MemoryReactor}: the attempt stays open until the test, or the timeout, decides it.
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
            } catch (Exception e) {
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
        Protocol built;
        try {
            built = factory.buildProtocol(peer);
        } catch (Throwable e) {
            MemoryReactor.LOG.error(
                    "{} threw from buildProtocol", factory.getClass().getName(), e);
            failed(new ConnectionFailedException("cannot connect to " + destination + ": buildProtocol threw " + e, e));
            return Optional.empty();
        }
        if (built == null) {
            reactor.callFromThread(() -> connectionLost(Failure.of(new io.netwist.bridge.error.ConnectionDone())));
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
