/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.deferred.Deferred;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that listens, or may again. */
final class StreamPort implements ListeningPort, EventLoopReactor.Stoppable {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningPort.class);

    private final EventLoopReactor reactor;
    private final Factory<?> factory;
    private final ListenPlace place;

    /** Null for connections in clear. */
    private final @Nullable TlsSetup tls;

    /** Null while it does not listen. */
    private @Nullable ServerChannel channel;

    /** The real address, also after the end. */
    private Address host;

    /** Who waits for the end of closing; null while nothing closes. */
    private @Nullable List<Deferred<@Nullable Void>> closing;

    StreamPort(EventLoopReactor reactor, Factory<?> factory, ListenPlace place, @Nullable TlsSetup tls) {
        this.reactor = reactor;
        this.factory = factory;
        this.place = place;
        this.tls = tls;
        this.host = place.wanted();
    }

    @Override
    public void startListening() {
        reactor.checkThread("startListening");
        if (channel != null || closing != null) {
            throw new IllegalStateException("startListening: " + this + " listens already");
        }
        ServerChannel server = null;
        try {
            server = place.open(reactor);
            server.pipeline().addLast(new Acceptor());
            ListenPlace.now(reactor.eventLoop().register(server));
            place.bind(reactor, server);
            reactor.factories.begin(factory);
        } catch (Throwable e) {
            if (server != null && server.isRegistered()) {
                server.close();
            } else if (server != null) {
                server.unsafe().closeForcibly();
            }
            place.closed();
            throw new CannotListenException(place.wanted().toString(), e);
        }
        channel = server;
        host = place.host(server);
        reactor.stoppables.add(this);
        LOG.info("{}{} starts on {}", name(factory), tls == null ? "" : " (TLS)", host);
    }

    private static String name(Factory<?> factory) {
        String name = FactoryWrapper.bottomOf(factory).getClass().getName();
        // A lambda's own name says nothing to an operator; the class it stands in does.
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    @Override
    public void refuseNew() {
        reactor.checkThread("refuseNew");
        // Whoever passed on an adopted socket goes on using it.
        if (channel != null && place instanceof TcpListenPlace) {
            NoNewConnections.on(channel);
        }
    }

    @Override
    public Deferred<@Nullable Void> stopListening() {
        reactor.checkThread("stopListening");
        ServerChannel server = channel;
        if (server == null && closing == null) {
            return Deferred.succeed(null);
        }
        Deferred<@Nullable Void> done = new Deferred<>();
        if (server != null) {
            channel = null;
            closing = new ArrayList<>(1);
            server.close().addListener(closed -> reactor.post(this::closed));
        }
        Objects.requireNonNull(closing).add(done);
        return done;
    }

    private void closed() {
        reactor.stoppables.remove(this);
        place.closed();
        List<Deferred<@Nullable Void>> waiting = Objects.requireNonNull(closing);
        closing = null;
        LOG.info("{}{} stops on {}", name(factory), tls == null ? "" : " (TLS)", host);
        try {
            reactor.factories.end(factory);
            waiting.forEach(each -> each.callback(null));
        } catch (Throwable e) {
            waiting.forEach(each -> each.errback(e));
        }
    }

    @Override
    public void reactorStopped() {
        stopListening()
                .handleFailure(failure -> LOG.error("{} threw from stopFactory", name(factory), failure.value()));
    }

    @Override
    public Address getHost() {
        return host;
    }

    @Override
    public String toString() {
        return "port " + host;
    }

    /** Makes a protocol for each connection accepted. */
    private final class Acceptor extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Channel child = (Channel) message;
            Protocol protocol = build(child);
            if (protocol == null) {
                // Never registered, so nobody but its unsafe can close it.
                child.unsafe().closeForcibly();
                return;
            }
            Connections.begin(reactor, child, protocol, tls);
        }

        private @Nullable Protocol build(Channel child) {
            try {
                return factory.buildProtocol(SocketAddresses.of(child.remoteAddress()));
            } catch (Throwable e) {
                LOG.error(
                        "{} threw from buildProtocol; the connection from {} is refused",
                        name(factory),
                        child.remoteAddress(),
                        e);
                return null;
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.warn("{} cannot accept: {}", StreamPort.this, cause.toString());
        }
    }
}
