/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static io.netwist.bridge.netty.Loopback.LOCAL;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.HandshakeListener;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.netty.Loopback.Pair;
import io.netwist.bridge.netty.Loopback.Recorder;
import io.netwist.bridge.testing.TestAuthority;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/** Protocols connected over TLS and loopback. */
final class TlsLoopback {

    static final TestAuthority AUTHORITY = TestAuthority.create();
    static final TlsOptions SERVER = TlsOptions.forServer(AUTHORITY.issue("localhost", "127.0.0.1"));
    static final TlsOptions CLIENT = TlsOptions.defaults().withTrustRoots(AUTHORITY.roots());

    private TlsLoopback() {}

    /** Tells of its handshake. */
    static class Secure extends Recorder implements HandshakeListener {
        final Deferred<Secure> secured = new Deferred<>();

        @Override
        public void handshakeCompleted() throws Exception {
            events.add("secured");
            secured.callback(this);
        }

        private @Nullable Deferred<Secure> waiting;
        private int wanted;

        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            super.dataReceived(data);
            if (waiting != null && received.length() >= wanted) {
                Deferred<Secure> told = waiting;
                waiting = null;
                told.callback(this);
            }
        }

        /** Fired when that many bytes have come. */
        Deferred<Secure> whenReceived(int bytes) {
            if (received.length() >= bytes) {
                return Deferred.succeed(this);
            }
            wanted = bytes;
            Deferred<Secure> reached = new Deferred<>();
            waiting = reached;
            return reached;
        }

        TlsTransport tls() {
            return transport().as(TlsTransport.class).orElseThrow();
        }
    }

    /** Keeps count of what it receives, and not more. */
    static class Counter extends Secure {
        long count;

        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            count += data.readableBytes();
        }
    }

    /** Connects without waiting for the handshake. */
    static <S extends Recorder, C extends Recorder> Pair<S, C> begin(
            NettyReactor reactor, S server, TlsOptions serverTls, C client, TlsOptions clientTls) throws Exception {
        ListeningPort port = reactor.listenSSL(0, peer -> server, serverTls, LOCAL);
        reactor.connectSSL("127.0.0.1", port.getHost().port(), peer -> client, clientTls);
        reactor.runUntil(client.made, LIMIT);
        if (!server.events.contains("made")) {
            reactor.runUntil(server.made, LIMIT);
        }
        return new Pair<>(server, client, port);
    }

    /** Connects, and returns when both sides have completed the handshake. */
    static <S extends Secure, C extends Secure> Pair<S, C> connect(
            NettyReactor reactor, S server, TlsOptions serverTls, C client, TlsOptions clientTls) throws Exception {
        Pair<S, C> pair = begin(reactor, server, serverTls, client, clientTls);
        reactor.runUntil(client.secured, LIMIT);
        reactor.runUntil(server.secured, LIMIT);
        return pair;
    }

    static <S extends Secure, C extends Secure> Pair<S, C> connect(NettyReactor reactor, S server, C client)
            throws Exception {
        return connect(reactor, server, SERVER, client, CLIENT);
    }
}
