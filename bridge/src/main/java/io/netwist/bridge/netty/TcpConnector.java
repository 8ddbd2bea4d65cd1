/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.HostnameAddress;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectingStoppedException;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.ConnectionTimedOutException;
import io.netwist.bridge.error.HostNotFoundException;
import io.netwist.bridge.error.LocalBindException;
import io.netwist.bridge.error.NotConnectingException;
import io.netwist.bridge.resolve.AddressFamily;
import io.netwist.bridge.resolve.HostQuery;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TCP connection that we began. */
final class TcpConnector implements Connector, EventLoopReactor.Stoppable {

    /*
     * Netty resolves, connects and times out by three unrelated mechanisms, and its timer begins after the name is
     * resolved. So state, timer and cancelling are kept here, one Attempt object for each try: what a past attempt still
     * reports finds that it is no longer the current one and is dropped.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    private final EventLoopReactor reactor;
    private final ClientFactory<?> factory;
    private final ConnectOptions options;
    private final Address destination;

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

    TcpConnector(EventLoopReactor reactor, String host, int port, ClientFactory<?> factory, ConnectOptions options) {
        this.reactor = reactor;
        this.factory = factory;
        this.options = options;
        this.destination = IpLiterals.isLiteral(host) ? new TcpAddress(host, port) : new HostnameAddress(host, port);
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
            } catch (Exception e) {
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
        private @Nullable Deferred<Address> resolving;
        private @Nullable Channel connecting;

        private boolean isCurrent() {
            return attempt == this;
        }

        void begin() {
            if (!options.timeout().isZero()) {
                limit = reactor.callLater(
                        options.timeout(),
                        () -> fail(new ConnectionTimedOutException(
                                "cannot connect to " + destination + ": no connection within " + options.timeout(),
                                null)));
            }
            if (destination instanceof TcpAddress) {
                // Later, so that nothing but startedConnecting happens before connectTCP returns.
                reactor.callFromThread(() -> open(new InetSocketAddress(destination.host(), destination.port())));
            } else {
                // Later in both cases: a resolver may answer at once.
                resolving = reactor.names.first(query());
                resolving
                        .onSuccess(found ->
                                reactor.callFromThread(() -> open(new InetSocketAddress(found.host(), found.port()))))
                        .handleFailure(CancelledException.class, stopped -> {})
                        .handleFailure(failure -> reactor.callFromThread(() -> fail(notFound(failure))));
            }
        }

        private HostNotFoundException notFound(Failure failure) {
            return new HostNotFoundException("cannot connect to " + destination + ": no such host", failure.value());
        }

        private HostQuery query() {
            HostQuery query = new HostQuery(destination.host(), destination.port());
            TcpAddress local = options.bindAddress();
            return local != null && IpLiterals.isIPv6Address(local.host())
                    ? query.withFamily(AddressFamily.IPV6)
                    : query;
        }

        private void open(InetSocketAddress address) {
            if (!isCurrent()) {
                return;
            }
            Channel opened = reactor.transport().newChannel();
            connecting = opened;
            Connections.configure(opened);
            opened.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
            ChannelFuture registered = reactor.eventLoop().register(opened);
            if (registered.cause() != null) {
                fail(ConnectFailures.of(destination, registered.cause()));
                return;
            }
            TcpAddress local = options.bindAddress();
            if (local != null) {
                Throwable refused = opened.bind(new InetSocketAddress(local.host(), local.port()))
                        .cause();
                if (refused != null) {
                    fail(new LocalBindException(
                            "cannot connect to " + destination + " from " + local + ": " + refused.getMessage(),
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
                    reactor.post(() -> fail(ConnectFailures.of(destination, done.cause())));
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
                        .addListener(closed ->
                                reactor.post(() -> TcpConnector.this.connectionLost(Failure.of(new ConnectionDone()))));
                opened.close();
            } else {
                opened.pipeline().addLast(new ProtocolHandler(built, reactor, TcpConnector.this::connectionLost));
            }
        }

        /** No longer an attempt: timer and resolving are dropped. */
        private void end() {
            attempt = null;
            if (limit != null && limit.active()) {
                limit.cancel();
            }
            if (resolving != null) {
                resolving.cancel();
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
