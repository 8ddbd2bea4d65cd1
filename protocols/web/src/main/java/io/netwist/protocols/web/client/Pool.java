/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The connections of an agent that wait for another request. */
final class Pool {

    private final Reactor reactor;
    private final AgentOptions options;

    /** The one used last is first. */
    private final Map<String, ArrayDeque<ClientConnection>> idle = new HashMap<>();

    private @Nullable SslContext tls;

    Pool(Reactor reactor, AgentOptions options, @Nullable SslContext tls) {
        this.reactor = reactor;
        this.options = options;
        this.tls = tls;
    }

    Reactor reactor() {
        return reactor;
    }

    @Nullable
    ClientConnection take(Target target) {
        ArrayDeque<ClientConnection> kept = idle.get(target.key());
        while (kept != null) {
            ClientConnection connection = kept.poll();
            if (connection == null) {
                idle.remove(target.key());
                return null;
            }
            if (connection.transport().isConnected() && !connection.transport().isDisconnecting()) {
                return connection;
            }
        }
        return null;
    }

    /** Keeps a connection; what is returned ends it. */
    @Nullable
    DelayedCall keep(String key, ClientConnection connection) {
        ArrayDeque<ClientConnection> kept = idle.computeIfAbsent(key, k -> new ArrayDeque<>());
        kept.addFirst(connection);
        if (kept.size() > options.maxIdlePerHost()) {
            kept.removeLast().transport().loseConnection();
        }
        return reactor.callLater(
                options.idleTimeout(), () -> connection.transport().loseConnection());
    }

    /** Ends a connection that nobody takes over after an upgrade. */
    DelayedCall abortLater(ClientConnection connection) {
        return reactor.callLater(
                options.unreadTimeout(), () -> connection.transport().abortConnection());
    }

    void lost(String key, ClientConnection connection) {
        ArrayDeque<ClientConnection> kept = idle.get(key);
        if (kept != null && kept.remove(connection) && kept.isEmpty()) {
            idle.remove(key);
        }
    }

    /** Connects; exactly one of the two is called, unless what is returned is run first. */
    Runnable connect(Target target, Consumer<ClientConnection> ready, Consumer<Failure> failed) {
        SslHandler handler;
        try {
            handler = target.secure() ? handler(target) : null;
        } catch (SSLException e) {
            failed.accept(Failure.of(e));
            return () -> {};
        }
        Connector connector = reactor.connectTCP(
                target.host(),
                target.port(),
                new ClientFactory<ClientConnection>() {
                    @Override
                    public ClientConnection buildProtocol(Address peer) {
                        return new ClientConnection(Pool.this, target, handler, ready);
                    }

                    @Override
                    public void clientConnectionFailed(Connector tried, Failure reason) {
                        failed.accept(reason);
                    }
                },
                ConnectOptions.defaults().withTimeout(options.connectTimeout()));
        return connector::disconnect;
    }

    private SslHandler handler(Target target) throws SSLException {
        SslContext context = tls;
        if (context == null) {
            context = SslContextBuilder.forClient().build(); // Trusts what the JDK trusts, and checks the name.
            tls = context;
        }
        return context.newHandler(UnpooledByteBufAllocator.DEFAULT, target.host(), target.port());
    }

    Deferred<@Nullable Void> close() {
        List<Deferred<Failure>> gone = new ArrayList<>();
        idle.values().forEach(kept -> kept.forEach(each -> gone.add(each.whenConnectionLost())));
        List.copyOf(idle.values())
                .forEach(kept ->
                        List.copyOf(kept).forEach(each -> each.transport().loseConnection()));
        idle.clear();
        return Deferreds.list(gone).addCallback(all -> null);
    }
}
