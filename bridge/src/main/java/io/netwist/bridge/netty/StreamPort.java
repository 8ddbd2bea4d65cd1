/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.deferred.Deferred;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that listens, or may again. */
final class StreamPort implements ListeningPort, EventLoopReactor.Stoppable {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningPort.class);

    private final EventLoopReactor reactor;
    private final ListenPlace place;
    private final Reception reception;

    /** Where accepted connections go: to our own reception, or to whoever deals them out. */
    private final Consumer<Channel> door;

    /** Null while it does not listen. */
    private @Nullable ServerChannel channel;

    /** The real address, also after the end. */
    private Address host;

    /** Who waits for the end of closing; null while nothing closes. */
    private @Nullable List<Deferred<@Nullable Void>> closing;

    StreamPort(EventLoopReactor reactor, Factory<?> factory, ListenPlace place, @Nullable TlsSetup tls) {
        this(reactor, place, new Reception(reactor, factory, tls), null);
    }

    /** @param door where connections go instead of the reception, whose factory still lives as long as the port listens */
    StreamPort(EventLoopReactor reactor, ListenPlace place, Reception reception, @Nullable Consumer<Channel> door) {
        this.reactor = reactor;
        this.place = place;
        this.reception = reception;
        this.door = door == null ? reception::take : door;
        this.host = place.wanted();
    }

    @Override
    public void startListening() {
        reactor.checkThread("startListening");
        if (channel != null || closing != null) {
            throw new IllegalStateException("startListening: " + this + " listens already");
        }
        reactor.reserve.take();
        ServerChannel server = null;
        try {
            server = place.open(reactor);
            server.pipeline().addLast(new Acceptor(reactor, this, door));
            ListenPlace.now(reactor.eventLoop().register(server));
            place.bind(reactor, server);
            reception.begin();
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
        LOG.info("{} starts on {}", reception, host);
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
        LOG.info("{} stops on {}", reception, host);
        try {
            reception.end();
            waiting.forEach(each -> each.callback(null));
        } catch (Throwable e) {
            waiting.forEach(each -> each.errback(e));
        }
    }

    @Override
    public void reactorStopped() {
        stopListening()
                .handleFailure(
                        failure -> LOG.error("{} threw from stopFactory", reception.factoryName(), failure.value()));
    }

    @Override
    public Address getHost() {
        return host;
    }

    @Override
    public String toString() {
        return "port " + host;
    }
}
