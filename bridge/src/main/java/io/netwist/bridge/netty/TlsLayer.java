/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netwist.bridge.Buffering;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.HandshakeListener;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.bridge.tls.TlsVersion;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The TLS of one connection: how far it is, how it begins and ends, and what is known of it. */
final class TlsLayer implements TlsTransport {

    /*
     * Theory of operation
     *
     * Netty's SslHandler stands first in the pipeline and encrypts; this follows it by its events and makes of them what
     * Twisted does:
     *
     *  - The handshake runs after connectionMade; what is written meanwhile waits inside SslHandler.
     *  - A closing alert ("goodbye") of ours is sent when all else has been, by closeOutbound(), and then the peer's is
     *    waited for. SslHandler.close() would not wait, and would fail what waits for a handshake.
     *  - The peer's goodbye is the end of input, and is answered by ours and the end of the connection; SslHandler leaves the
     *    channel open. With TLS 1.3 a HalfCloseable protocol may go on instead.
     *  - An end of input below without a goodbye before it is a loss: the rest may have been cut off.
     *
     * From then on the channel is closed below SslHandler, which would say goodbye once more.
     */

    private final StreamTransport transport;
    private final EventLoopReactor reactor;
    private final ChannelHandlerContext ctx;

    private State state = State.OFF;

    /** While the protocol is told that the handshake is complete. */
    private boolean completing;

    private boolean goodbyeSent;
    private boolean goodbyeReceived;

    /** Whether the end of input has been acted upon. */
    private boolean inputEnded;

    /** Null until the handshake is complete. */
    private @Nullable SslHandler handler;

    /** What was asked for during the handshake and has to wait for its end. */
    private @Nullable Runnable afterHandshake;

    private enum State {
        OFF,
        HANDSHAKING,
        OPEN
    }

    TlsLayer(StreamTransport transport, EventLoopReactor reactor, ChannelHandlerContext ctx) {
        this.transport = transport;
        this.reactor = reactor;
        this.ctx = ctx;
    }

    /** An SslHandler of ours stands in the pipeline. */
    void begun() {
        state = State.HANDSHAKING;
    }

    boolean isHandshaking() {
        return state == State.HANDSHAKING;
    }

    boolean isCompleting() {
        return completing;
    }

    boolean isGoodbyeReceived() {
        return goodbyeReceived;
    }

    // ---- beginning

    @Override
    public void startTLS(TlsOptions options, boolean normal) {
        reactor.checkThread("startTLS");
        if (isSecure()) {
            throw new IllegalStateException("startTLS: " + transport + " speaks TLS already");
        }
        boolean client = transport.isClient() == normal;
        TlsSetup setup = client
                ? TlsSetup.client(reactor.tls, options, null, -1, null)
                : TlsSetup.server(reactor.tls, options, null);
        if (transport.isOver()) {
            return;
        }
        begun();
        ByteBuf kept = transport.protocol() instanceof Buffering keeper ? keeper.takeRemaining() : null;
        ctx.pipeline().addFirst(setup.handler(ctx.alloc()));
        transport.in().tlsBegun(kept);
    }

    /** Handlers that somebody else has put into the pipeline may have done it all before we came. */
    void adopt() {
        SslHandler there = ctx.pipeline().get(SslHandler.class);
        if (there != null && there.handshakeFuture().isSuccess()) {
            opened(there);
        }
    }

    void handshake(SslHandshakeCompletionEvent event) {
        if (event.isSuccess()) {
            SslHandler there = ctx.pipeline().get(SslHandler.class);
            if (there != null && state != State.OPEN) {
                opened(there);
            }
            return;
        }
        Throwable below = event.cause().getCause();
        if (below instanceof IOException && !(below instanceof SSLException)) {
            // A part of the handshake could not be sent: the connection broke, and TLS has no fault in it.
            transport.ending().failed(below);
        } else if (!(event.cause() instanceof ClosedChannelException)) {
            transport.ending().tlsFailed(event.cause());
        }
    }

    private void opened(SslHandler there) {
        handler = there;
        state = State.OPEN;
        if (transport.protocol() instanceof HandshakeListener listener && !transport.isOver()) {
            completing = true;
            transport.guard(listener::handshakeCompleted);
            completing = false;
        }
        Runnable next = afterHandshake;
        afterHandshake = null;
        if (next != null) {
            reactor.post(next);
        }
    }

    void afterHandshake(Runnable next) {
        afterHandshake = next;
    }

    // ---- ending

    void closed(SslCloseCompletionEvent event) {
        if (event.isSuccess() && isSecure()) {
            goodbyeReceived = true;
            transport.in().endOfSecureInput();
        }
    }

    /** The peer's goodbye, or the end of input below; everything before has been delivered. */
    void endOfInput() {
        if (!goodbyeReceived) {
            transport.ending().close(cutOff());
        } else if (!inputEnded) {
            inputEnded = true;
            if (transport.isDisconnecting()) {
                if (goodbyeSent) {
                    transport.ending().close(new ConnectionDone());
                }
            } else if (transport.protocol() instanceof HalfCloseable half && canHalfClose()) {
                transport.guard(half::readConnectionLost);
                transport.out().flush();
            } else {
                transport.ending().endInOrder();
            }
        }
    }

    ConnectionLost cutOff() {
        return new ConnectionLost(
                "Connection to " + transport.getPeer() + " was lost: it ended without TLS's closing alert", null);
    }

    /** A peer of TLS 1.2 closes altogether when it gets a goodbye, and so must we (RFC 5246, section 7.2.1). */
    private boolean canHalfClose() {
        return version().filter(TlsVersion.TLS_1_3::equals).isPresent();
    }

    /** Everything is sent: says so to the peer, and then does what follows, in a step of its own. */
    void sayGoodbye(Runnable next) {
        SslHandler open = handler;
        if (open == null) {
            // Nobody has anything to say, and there is no TLS to say it with yet.
            transport.ending().close(new ConnectionDone());
        } else if (goodbyeSent) {
            next.run();
        } else {
            goodbyeSent = true;
            open.closeOutbound().addListener(sent -> reactor.post(next));
        }
    }

    // ---- TlsTransport, the rest

    @Override
    public boolean isSecure() {
        return state != State.OFF;
    }

    @Override
    public boolean isHandshakeComplete() {
        return state == State.OPEN;
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        SSLSession session = session().orElse(null);
        if (session == null) {
            return List.of();
        }
        try {
            return x509(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    @Override
    public List<X509Certificate> hostCertificates() {
        Certificate[] own = session().map(SSLSession::getLocalCertificates).orElse(null);
        return own == null ? List.of() : x509(own);
    }

    private static List<X509Certificate> x509(Certificate[] chain) {
        List<X509Certificate> all = new ArrayList<>(chain.length);
        for (Certificate each : chain) {
            all.add((X509Certificate) each);
        }
        return List.copyOf(all);
    }

    @Override
    public Optional<String> negotiatedProtocol() {
        reactor.checkThread("negotiatedProtocol");
        return Optional.ofNullable(handler).map(SslHandler::applicationProtocol);
    }

    @Override
    public Optional<String> serverName() {
        SSLSession session = session().orElse(null);
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName each : extended.getRequestedServerNames()) {
                if (each instanceof SNIHostName host) {
                    return Optional.of(host.getAsciiName());
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> cipherSuite() {
        return session().map(SSLSession::getCipherSuite);
    }

    @Override
    public Optional<TlsVersion> version() {
        String protocol = session().map(SSLSession::getProtocol).orElse("");
        for (TlsVersion each : TlsVersion.values()) {
            if (each.protocol().equals(protocol)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<SSLSession> session() {
        reactor.checkThread("session");
        return Optional.ofNullable(handler).map(open -> open.engine().getSession());
    }
}
