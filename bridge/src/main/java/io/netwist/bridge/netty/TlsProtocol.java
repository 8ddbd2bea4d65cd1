/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.tls.TlsOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * TLS as a protocol, over any transport: a pipe, a child process, a connection in memory, another TLS.
 *
 * <pre>{@code
 * Wire wire = Wire.connect(TlsProtocol.server(certificate, new Echo()), TlsProtocol.client(trusting, client));
 * }</pre>
 *
 * <p>The protocol above has a transport of its own, which behaves as that of {@code listenSSL} and {@code connectSSL} does in
 * every respect; its {@code as} also finds what the transport below can do. Over a socket those two are faster.
 *
 * <p>Threading: the reactor's thread only. Source: {@code twisted.protocols.tls.TLSMemoryBIOProtocol}.
 */
public final class TlsProtocol extends PipelineProtocol {

    private final Protocol above;
    private final TlsOptions options;
    private final boolean client;
    private final @Nullable Factory<?> factory;

    private TlsProtocol(TlsOptions options, boolean client, Protocol above, @Nullable Factory<?> factory) {
        this.options = Objects.requireNonNull(options, "options");
        this.client = client;
        this.above = Objects.requireNonNull(above, "protocol");
        this.factory = factory;
    }

    /**
     * The client's side.
     *
     * @param options name the server, unless they do not verify names
     * @param above the protocol that speaks through TLS; one that has had no connection
     * @return a protocol for the transport below. Its connection fails with IllegalArgumentException if the options or
     *     their files cannot be used
     */
    public static TlsProtocol client(TlsOptions options, Protocol above) {
        return new TlsProtocol(options, true, above, null);
    }

    /**
     * The server's side.
     *
     * @param options with a certificate
     * @param above the protocol that speaks through TLS; one that has had no connection
     * @return a protocol for the transport below. Its connection fails with IllegalArgumentException if the options or
     *     their files cannot be used
     */
    public static TlsProtocol server(TlsOptions options, Protocol above) {
        return new TlsProtocol(options, false, above, null);
    }

    /**
     * A factory whose protocols speak TLS as servers, and above it those of another factory. Source: {@code
     * TLSMemoryBIOFactory}.
     *
     * @param options with a certificate
     * @param factory makes the protocols above; it is started and stopped as if it were used itself
     * @return a factory for whatever listens below
     */
    public static Factory<TlsProtocol> serverFactory(TlsOptions options, Factory<?> factory) {
        return new Above(options, false, factory);
    }

    /**
     * A factory whose protocols speak TLS as clients, and above it those of another factory.
     *
     * @param options name the server, unless they do not verify names
     * @param factory makes the protocols above; it is started and stopped as if it were used itself
     * @return a factory for whatever connects below
     */
    public static Factory<TlsProtocol> clientFactory(TlsOptions options, Factory<?> factory) {
        return new Above(options, true, factory);
    }

    private record Above(TlsOptions options, boolean client, Factory<?> wrapped)
            implements Factory<TlsProtocol>, FactoryWrapper {
        Above {
            Objects.requireNonNull(options, "options");
            Objects.requireNonNull(wrapped, "factory");
        }

        @Override
        public @Nullable TlsProtocol buildProtocol(Address peer) throws Exception {
            Protocol above = wrapped.buildProtocol(peer);
            return above == null ? null : new TlsProtocol(options, client, above, wrapped);
        }

        @Override
        public void startFactory() throws Exception {
            wrapped.startFactory();
        }

        @Override
        public void stopFactory() throws Exception {
            wrapped.stopFactory();
        }
    }

    /**
     * The protocol that speaks through TLS.
     *
     * @return the one given, also after it was replaced by {@code switchProtocol}
     */
    public Protocol above() {
        return above;
    }

    /** Asks the protocol that is above now to finish, or ends its connection in order. */
    @Override
    public void drain() throws Exception {
        StreamTransport over = Objects.requireNonNull(
                channel().pipeline().get(ProtocolHandler.class).transport());
        if (over.protocol() instanceof Drainable drainable) {
            drainable.drain();
        } else {
            over.loseConnection();
        }
    }

    @Override
    void fill(Channel over) {
        EventLoopReactor reactor =
                ForeignReactor.over(TransportLoop.of(transport().reactor()));
        TlsSetup setup = client
                ? TlsSetup.client(reactor.tls, options, null, -1, factory)
                : TlsSetup.server(reactor.tls, options, factory);
        over.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        Connections.add(reactor, over, above, null, setup);
    }
}
