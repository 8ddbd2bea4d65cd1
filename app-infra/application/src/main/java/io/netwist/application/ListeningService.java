/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that accepts connections: the common part of {@link TcpServer} and its kin.
 *
 * <p>It binds in the privileged part of the start. Draining closes the port, asks the connections to finish ({@link
 * io.netwist.bridge.Drainable}) and waits for them; stopping aborts what is left. Stopped without having drained it closes
 * its connections in order and does not wait for longer than that takes. It may be started again.
 */
public abstract class ListeningService extends BaseService {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /** Closing a port resets the connections that the system has made and we have not accepted: those come first. */
    private static final Duration LAST_ACCEPTS = Duration.ofMillis(100);

    private Place place;
    private Function<? super Reactor, ? extends Factory<?>> each;

    /** Null unless listening or about to. */
    private @Nullable OpenConnections connections;

    private @Nullable Accepting accepting;
    private @Nullable ListeningPort port;
    private boolean drained;

    ListeningService(Place place, Factory<?> factory) {
        this.place = place;
        Objects.requireNonNull(factory, "factory");
        this.each = reactor -> factory;
    }

    ListeningService(Place place, Function<? super Reactor, ? extends Factory<?>> each) {
        this.place = place;
        this.each = Objects.requireNonNull(each, "each");
    }

    @Override
    public final Deferred<?> privilegedStartService() throws Exception {
        drained = false;
        OpenConnections open = new OpenConnections(reactor());
        connections = open;
        return listen(place, Accepting.of(made(each), open, lifecycle().factories()));
    }

    private Factory<?> made(Function<? super Reactor, ? extends Factory<?>> maker) {
        return Objects.requireNonNull(maker.apply(reactor()), "the function gave no factory");
    }

    private Deferred<ListeningPort> listen(Place where, Accepting opening) throws Exception {
        return where.listen(reactor(), opening).onSuccess(listening -> {
            accepting = opening;
            port = listening;
        });
    }

    /**
     * Takes over the factory of another server, for connections from now on, and its place, if that is another one. The old
     * port is closed when the new one is open. Connections stay as they are.
     */
    @Override
    public final Deferred<Boolean> reconfigureService(Service next) throws Exception {
        ListeningService to = (ListeningService) next;
        ListeningPort old = port;
        Accepting present = accepting;
        OpenConnections open = connections;
        if (old == null || present == null || open == null) {
            return super.reconfigureService(next);
        }
        if (to.place.equals(place)) {
            present.change(made(to.each));
            each = to.each;
            return Deferred.succeed(true);
        }
        Accepting opening = Accepting.of(made(to.each), open, lifecycle().factories());
        return listen(to.place, opening).addCallbackDeferring(listening -> {
            place = to.place;
            each = to.each;
            return old.stopListening()
                    .handleFailure(reason -> LOG.error("{} threw when it was stopped", present, reason.value()))
                    .addCallback(closed -> true);
        });
    }

    @Override
    public final Deferred<?> drainService() throws Exception {
        drained = true;
        OpenConnections open = connections;
        if (port == null || open == null) {
            return Deferred.succeed(null);
        }
        port.refuseNew();
        return reactor()
                .deferLater(LAST_ACCEPTS, () -> null)
                .addCallbackDeferring(waited -> closePort())
                .addCallbackDeferring(closed -> open.drain());
    }

    @Override
    public final Deferred<?> stopService() throws Exception {
        OpenConnections open = connections;
        boolean abort = drained;
        return closePort().addBothDeferring(closed -> {
            Deferred<@Nullable Void> gone = open == null ? Deferred.succeed(null) : abort ? open.abort() : open.drain();
            return gone.addCallbackDeferring(
                    nothing -> closed.isSuccess() ? Deferred.succeed(null) : Deferred.fail(closed.failure()));
        });
    }

    private Deferred<@Nullable Void> closePort() {
        ListeningPort listening = port;
        port = null;
        return listening == null ? Deferred.succeed(null) : listening.stopListening();
    }

    /**
     * Where it listens.
     *
     * @return the real address, also when port 0 was asked for; empty unless started
     */
    public final Optional<Address> boundAddress() {
        return Optional.ofNullable(port).map(ListeningPort::getHost);
    }

    @Override
    public final List<Address> addresses() {
        return boundAddress().stream().toList();
    }

    /**
     * Whether it drains and has nothing left to wait for.
     *
     * @return true once the port is closed and no connection is open
     */
    public final boolean isDrained() {
        return state() == ServiceState.DRAINING && port == null && connectionCount() == 0;
    }

    @Override
    public String toString() {
        return path() + " (" + state() + ", " + connectionCount() + " connections)";
    }

    /**
     * How many connections are open.
     *
     * @return the number now
     */
    public final int connectionCount() {
        return connections == null ? 0 : connections.count();
    }
}
