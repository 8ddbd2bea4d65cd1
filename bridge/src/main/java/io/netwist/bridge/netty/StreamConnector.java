/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectingStoppedException;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.ConnectionTimedOutException;
import io.netwist.bridge.error.LocalBindException;
import io.netwist.bridge.error.NotConnectingException;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that we began. */
final class StreamConnector implements Connector, EventLoopReactor.Stoppable {

    /*
     * Netty resolves, connects and times out by three unrelated mechanisms, and its timer begins after the name is
     * resolved. So state, timer and cancelling are kept here, one Attempt object for each try: what a past attempt still
     * reports finds that it is no longer the current one and is dropped.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    private final EventLoopReactor reactor;
    private final ClientFactory<?> factory;
    private final ConnectPlace place;
    private final Address destination;

    /** Null for a connection in clear. */
    private final @Nullable TlsSetup tls;

    private State state = State.DISCONNECTED;
    private boolean counted;
    private @Nullable Attempt attempt;
    private @Nullable Channel channel;
    private @Nullable Protocol protocol;

    private enum State {
        DISCONNECTED,
        CONNECTING,
        CONNECTED
    }

    StreamConnector(EventLoopReactor reactor, ClientFactory<?> factory, ConnectPlace place, @Nullable TlsSetup tls) {
        this.reactor = reactor;
        this.factory = factory;
        this.place = place;
        this.tls = tls;
        this.destination = place.destination();
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
                reactor.factories.begin(factory);
            } catch (Throwable e) {
                state = State.DISCONNECTED;
                throw new IllegalStateException(factory.getClass().getName() + " threw from startFactory", e);
            }
            counted = true;
            reactor.stoppables.add(this);
        }
        Attempt now = new Attempt();
        attempt = now;
        EventLoopReactor.guard(() -> factory.startedConnecting(this));
        if (attempt == now) {
            now.begin();
        }
    }

    @Override
    public void stopConnecting() {
        reactor.checkThread("stopConnecting");
        if (state != State.CONNECTING) {
            throw new NotConnectingException("stopConnecting: " + this + " is " + state);
        }
        Objects.requireNonNull(attempt)
                .fail(new ConnectingStoppedException(
                        "cannot connect to " + destination + ": the attempt was stopped", null));
    }

    @Override
    public void disconnect() {
        reactor.checkThread("disconnect");
        if (state == State.CONNECTING) {
            stopConnecting();
        } else if (state == State.CONNECTED) {
            if (protocol != null) {
                protocol.transport().loseConnection();
            } else if (channel != null) {
                channel.close();
            }
        }
    }

    @Override
    public Address getDestination() {
        return destination;
    }

    @Override
    public void reactorStopped() {
        if (state == State.CONNECTING) {
            Objects.requireNonNull(attempt)
                    .fail(new ConnectionFailedException(
                            "cannot connect to " + destination + ": the reactor stopped", null));
        }
    }

    private void failed(ConnectionFailedException why) {
        state = State.DISCONNECTED;
        EventLoopReactor.guard(() -> factory.clientConnectionFailed(this, Failure.of(why)));
        release();
    }

    private void connectionLost(Failure reason) {
        state = State.DISCONNECTED;
        protocol = null;
        channel = null;
        EventLoopReactor.guard(() -> factory.clientConnectionLost(this, reason));
        release();
    }

    /** The factory is done with, unless a callback has begun a new attempt. */
    private void release() {
        if (state == State.DISCONNECTED && counted) {
            counted = false;
            reactor.stoppables.remove(this);
            EventLoopReactor.guard(() -> reactor.factories.end(factory));
        }
    }

    @Override
    public String toString() {
        return "connector to " + destination;
    }

    /** One try: resolve, connect, within the time. */
    private final class Attempt {
        private @Nullable DelayedCall limit;
        private @Nullable Deferred<SocketAddress> finding;
        private @Nullable Channel connecting;

        private boolean isCurrent() {
            return attempt == this;
        }

        void begin() {
            Duration timeout = place.timeout();
            if (!timeout.isZero()) {
                limit = reactor.callLater(
                        timeout,
                        () -> fail(new ConnectionTimedOutException(
                                "cannot connect to " + destination + ": no connection within " + timeout, null)));
            }
            // Later in both cases, so that nothing but startedConnecting happens before connectTCP returns.
            finding = place.find(reactor);
            finding.onSuccess(found -> reactor.callFromThread(() -> open(found)))
                    .handleFailure(CancelledException.class, stopped -> {})
                    .handleFailure(failure -> reactor.callFromThread(() -> fail(place.failure(failure.value()))));
        }

        private void open(SocketAddress address) {
            if (!isCurrent()) {
                return;
            }
            Channel opened;
            try {
                opened = place.open(reactor);
            } catch (Exception e) {
                fail(new LocalBindException("cannot connect to " + destination + ": " + e.getMessage(), e));
                return;
            }
            connecting = opened;
            Connections.configure(opened);
            opened.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
            ChannelFuture registered = reactor.eventLoop().register(opened);
            if (registered.cause() != null) {
                fail(place.failure(registered.cause()));
                return;
            }
            SocketAddress local = place.local();
            if (local != null) {
                Throwable refused = opened.bind(local).cause();
                if (refused != null) {
                    fail(new LocalBindException(
                            "cannot connect to " + destination + " from " + SocketAddresses.of(local) + ": "
                                    + refused.getMessage(),
                            refused));
                    return;
                }
            }
            // The protocol is built in channelActive, not in the future's listener: bytes may follow at once.
            opened.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext ctx) {
                    connected(opened);
                    ctx.pipeline().remove(this);
                }
            });
            opened.connect(address).addListener(done -> {
                if (!done.isSuccess()) {
                    reactor.post(() -> fail(place.failure(done.cause())));
                }
            });
        }

        private void connected(Channel opened) {
            if (!isCurrent()) {
                opened.close();
            } else {
                end();
                state = State.CONNECTED;
                channel = opened;
                build(opened);
            }
        }

        private void build(Channel opened) {
            Protocol built;
            try {
                built = factory.buildProtocol(SocketAddresses.of(opened.remoteAddress()));
            } catch (Throwable e) {
                LOG.error("{} threw from buildProtocol", factory.getClass().getName(), e);
                opened.close();
                failed(new ConnectionFailedException(
                        "cannot connect to " + destination + ": buildProtocol threw " + e, e));
                return;
            }
            protocol = built;
            if (built == null) {
                opened.closeFuture()
                        .addListener(closed -> reactor.post(
                                () -> StreamConnector.this.connectionLost(Failure.of(new ConnectionDone()))));
                opened.close();
            } else {
                Connections.add(reactor, opened, built, StreamConnector.this::connectionLost, tls);
            }
        }

        /** No longer an attempt: timer and resolving are dropped. */
        private void end() {
            attempt = null;
            if (limit != null && limit.active()) {
                limit.cancel();
            }
            if (finding != null) {
                finding.cancel();
            }
        }

        void fail(ConnectionFailedException why) {
            if (isCurrent()) {
                end();
                if (connecting != null) {
                    connecting.close();
                }
                failed(why);
            }
        }
    }
}
