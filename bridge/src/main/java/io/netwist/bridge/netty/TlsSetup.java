/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import io.netwist.bridge.ProtocolNegotiationFactory;
import io.netwist.bridge.address.IpLiterals;
import io.netwist.bridge.resolve.HostNames;
import io.netwist.bridge.tls.PeerVerification;
import io.netwist.bridge.tls.TlsOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** TLS for the connections of one port, one connector or one {@code startTLS}: makes the handler of each. */
final class TlsSetup {

    private final boolean client;
    private final TlsOptions options;
    private final TlsContext context;

    /** The contexts of a server's names, and its own, by their options. */
    private final Map<TlsOptions, TlsContext> named = new HashMap<>();

    /** Whom a client expects, in ASCII; null if it does not matter, and on a server. */
    private final @Nullable String host;

    private final int port;

    private TlsSetup(
            TlsContexts contexts,
            boolean client,
            TlsOptions options,
            List<String> protocols,
            @Nullable String host,
            int port) {
        this.client = client;
        this.options = options;
        this.host = host;
        this.port = port;
        this.context = contexts.of(client, options, protocols.isEmpty() ? options.acceptableProtocols() : protocols);
        named.put(options, context);
        if (!client) {
            options.serverNames()
                    .values()
                    .forEach(each -> named.put(
                            each,
                            contexts.of(false, each, protocols.isEmpty() ? each.acceptableProtocols() : protocols)));
        }
    }

    /**
     * As a server.
     *
     * @throws IllegalArgumentException if the options or their files cannot be used
     */
    static TlsSetup server(TlsContexts contexts, TlsOptions options, @Nullable Factory<?> factory) {
        return new TlsSetup(contexts, false, options, protocolsOf(factory), null, -1);
    }

    /**
     * As a client.
     *
     * @param host whom to expect if the options do not say; null if nobody knows
     * @throws IllegalArgumentException if the options or their files cannot be used, or whom to expect is not said
     */
    static TlsSetup client(
            TlsContexts contexts, TlsOptions options, @Nullable String host, int port, @Nullable Factory<?> factory) {
        String expected = options.hostname() != null ? options.hostname() : host;
        if (expected == null && options.verification() == PeerVerification.CHAIN_AND_NAME) {
            throw new IllegalArgumentException(
                    "hostname: none (expected: the server's name, or another verification; see TlsOptions.withHostname)");
        }
        String ascii = expected == null ? null : withoutDot(HostNames.toAscii(expected));
        return new TlsSetup(contexts, true, options, protocolsOf(factory), ascii, port);
    }

    /** A name's last dot means that it is complete; certificates never have it. */
    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static List<String> protocolsOf(@Nullable Factory<?> factory) {
        return factory != null && FactoryWrapper.bottomOf(factory) instanceof ProtocolNegotiationFactory<?> negotiating
                ? List.copyOf(negotiating.acceptableProtocols())
                : List.of();
    }

    boolean isClient() {
        return client;
    }

    /** For the beginning of one connection's pipeline. */
    ChannelHandler handler(ByteBufAllocator alloc) {
        return options.serverNames().isEmpty() || client
                ? sslHandler(context, alloc)
                : new ServerNameGate(this, options.handshakeTimeout().toMillis());
    }

    /** For a client that asked for a host; null if nobody serves that. */
    @Nullable
    SslHandler handlerFor(@Nullable String serverName, ByteBufAllocator alloc) {
        TlsOptions found = options.forServerName(serverName);
        if (found == null) {
            return null;
        }
        return sslHandler(Objects.requireNonNull(named.get(found)), alloc);
    }

    private SslHandler sslHandler(TlsContext from, ByteBufAllocator alloc) {
        SslHandler handler = from.forHandshake().newHandler(alloc, host, port);
        if (client && host != null && !IpLiterals.isLiteral(host)) {
            askFor(host, handler.engine());
        }
        handler.setHandshakeTimeoutMillis(options.handshakeTimeout().toMillis());
        // StreamTransport says goodbye itself, without a limit of time.
        handler.setCloseNotifyFlushTimeoutMillis(0);
        return handler;
    }

    /** The JDK by itself tells no server a name without a dot, such as localhost. */
    private static void askFor(String host, SSLEngine engine) {
        SNIHostName name;
        try {
            name = new SNIHostName(host);
        } catch (IllegalArgumentException e) {
            return; // A name that DNS may have and SNI may not, with an underscore for example.
        }
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(name));
        engine.setSSLParameters(parameters);
    }
}
