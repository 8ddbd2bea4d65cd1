/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorTls;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections of an agent: those that wait for another request, and the places for new ones. */
final class Pool {

    private final Reactor reactor;
    private final AgentOptions options;

    /** By the key of their targets; those without connections and without anybody waiting are not here. */
    private final Map<String, Host> hosts = new HashMap<>();

    Pool(Reactor reactor, AgentOptions options) {
        this.reactor = reactor;
        this.options = options;
    }

    /** What is known of one scheme, host and port. */
    private static final class Host {
        /** The one used last is first. */
        private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();

        private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();

        /** Connections, being made, in use, or idle. */
        private int places;
    }

    /** One connection's place among those that a host may have; given back once. */
    final class Place {
        private final String key;
        private boolean free;

        private Place(String key) {
            this.key = key;
            host(key).places++;
        }

        void release() {
            if (free) {
                return;
            }
            free = true;
            Host host = host(key);
            host.places--;
            Exchange next = mayOpen(host) ? host.waiting.poll() : null;
            if (next != null) {
                next.mayConnect();
            }
            forgetIfUnused(key, host);
        }
    }

    Reactor reactor() {
        return reactor;
    }

    private Host host(String key) {
        return hosts.computeIfAbsent(key, k -> new Host());
    }

    private void forgetIfUnused(String key, Host host) {
        if (host.places == 0 && host.idle.isEmpty() && host.waiting.isEmpty()) {
            hosts.remove(key, host);
        }
    }

    private boolean mayOpen(Host host) {
        return options.maxPerHost() == 0 || host.places < options.maxPerHost();
    }

    /** Gives the exchange a kept connection, or the word that it may make one, or has it wait, or refuses it. */
    void serve(Exchange exchange, Target target, boolean fresh) {
        Host host = host(target.key());
        ClientConnection kept = fresh ? null : alive(host);
        if (kept != null) {
            exchange.connectedAgain(kept);
        } else if (mayOpen(host)) {
            exchange.mayConnect();
        } else if (host.waiting.size() >= options.maxPending()) {
            exchange.refused(host.places + " connections are in use and " + host.waiting.size() + " requests wait");
        } else {
            host.waiting.add(exchange);
            exchange.mustWait();
        }
    }

    private static @Nullable ClientConnection alive(Host host) {
        ClientConnection next = host.idle.poll();
        while (next != null
                && (!next.transport().isConnected() || next.transport().isDisconnecting())) {
            next = host.idle.poll();
        }
        return next;
    }

    /** The exchange waits no longer. */
    void leave(Exchange exchange, Target target) {
        Host host = hosts.get(target.key());
        if (host != null) {
            host.waiting.remove(exchange);
            forgetIfUnused(target.key(), host);
        }
    }

    /** Takes a connection back after an exchange; what is returned ends it. */
    @Nullable
    DelayedCall keep(String key, ClientConnection connection) {
        long age = reactor.nanoTime() - connection.born();
        long left = options.maxLifetime().isZero()
                ? Long.MAX_VALUE
                : options.maxLifetime().toNanos() - age;
        Host host = host(key);
        if (left <= 0) {
            connection.transport().loseConnection();
            return null;
        }
        Exchange next = host.waiting.poll();
        if (next != null) {
            next.connectedAgain(connection);
            return null;
        }
        host.idle.addFirst(connection);
        if (host.idle.size() > options.maxIdlePerHost()) {
            host.idle.removeLast().transport().loseConnection();
        }
        long wait = Math.min(left, options.idleTimeout().toNanos());
        return reactor.callLater(
                Duration.ofNanos(wait), () -> connection.transport().loseConnection());
    }

    /** Ends a connection that nobody takes over after an upgrade. */
    DelayedCall abortLater(ClientConnection connection) {
        return reactor.callLater(
                options.unreadTimeout(), () -> connection.transport().abortConnection());
    }

    void lost(String key, ClientConnection connection) {
        Host host = hosts.get(key);
        if (host != null) {
            host.idle.remove(connection);
            forgetIfUnused(key, host);
        }
    }

    /** Connects; exactly one of the two is called, unless what is returned is run first. */
    Runnable connect(Target target, Consumer<ClientConnection> ready, Consumer<Failure> failed) {
        Place place = new Place(target.key());
        HttpProxy proxy = options.proxy();
        Consumer<Failure> gaveUp = reason -> {
            place.release();
            failed.accept(reason);
        };
        ClientFactory<Protocol> factory = new ClientFactory<>() {
            @Override
            public Protocol buildProtocol(Address peer) {
                ClientConnection connection = new ClientConnection(Pool.this, target, place, ready);
                return proxy != null && target.secure()
                        ? new Tunnel(proxy, target, options.tls(), options.connectTimeout(), connection, gaveUp)
                        : connection;
            }

            @Override
            public void clientConnectionFailed(Connector tried, Failure reason) {
                gaveUp.accept(reason);
            }
        };
        ConnectOptions how = ConnectOptions.defaults().withTimeout(options.connectTimeout());
        try {
            return connect(target, proxy, factory, how)::disconnect;
        } catch (IllegalArgumentException e) {
            gaveUp.accept(Failure.of(e)); // Files of the TLS options that cannot be used.
            return () -> {};
        }
    }

    private Connector connect(Target target, @Nullable HttpProxy proxy, ClientFactory<?> factory, ConnectOptions how) {
        if (proxy != null) {
            return reactor.connectTCP(proxy.host(), proxy.port(), factory, how);
        }
        return target.secure()
                ? tls().connectSSL(target.host(), target.port(), factory, options.tls(), how)
                : reactor.connectTCP(target.host(), target.port(), factory, how);
    }

    private ReactorTls tls() {
        if (reactor instanceof ReactorTls tls) {
            return tls;
        }
        throw new IllegalArgumentException("https: " + reactor + " has no TLS (expected: a ReactorTls)");
    }

    Deferred<@Nullable Void> close() {
        List<ClientConnection> all = new ArrayList<>();
        hosts.values().forEach(host -> all.addAll(host.idle));
        List<Deferred<Failure>> gone = new ArrayList<>();
        all.forEach(each -> gone.add(each.whenConnectionLost()));
        all.forEach(each -> each.transport().loseConnection());
        hosts.values().forEach(host -> host.idle.clear());
        return Deferreds.list(gone).addCallback(nothing -> null);
    }
}
