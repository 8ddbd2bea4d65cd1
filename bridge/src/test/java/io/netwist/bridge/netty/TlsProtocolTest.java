/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.TlsLoopback.AUTHORITY;
import static io.netwist.bridge.netty.TlsLoopback.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import io.netwist.bridge.HandshakeListener;
import io.netwist.bridge.ProtocolNegotiationFactory;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.error.TlsFailedException;
import io.netwist.bridge.error.VerificationException;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.bridge.testing.Wire;
import io.netwist.bridge.tls.TlsOptions;
import io.netwist.bridge.tls.TlsTransport;
import io.netwist.bridge.tls.TlsVersion;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** TLS between two protocols in memory; that it behaves as over sockets is what OverTransportContractIT shows. */
@Spec({"TLS-021", "TST-018"})
class TlsProtocolTest {

    private static final TlsOptions CLIENT = TlsOptions.forClient("localhost").withTrustRoots(AUTHORITY.roots());

    private static class Talker extends BaseProtocol implements HandshakeListener {
        final StringBuilder received = new StringBuilder();
        final List<String> events = new ArrayList<>();

        @Nullable
        Throwable reason;

        @Override
        public void handshakeCompleted() {
            events.add("secured");
        }

        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            received.append(data.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void connectionLost(Failure why) {
            events.add("lost");
            reason = why.value();
        }

        TlsTransport tls() {
            return transport().as(TlsTransport.class).orElseThrow();
        }
    }

    private static final class Echo extends Talker {
        @Override
        public void dataReceived(ByteBuf data) throws Exception {
            super.dataReceived(data);
            transport().write(data.retain());
        }
    }

    /** Has something to say before it ends. */
    private static final class Farewell extends BaseProtocol implements Drainable {
        @Override
        public void drain() {
            transport().write("last words");
            transport().loseConnection();
        }
    }

    private final Echo server = new Echo();
    private final Talker client = new Talker();

    @Test
    void speaksTlsInMemoryAndEndsInOrder() {
        Wire wire = Wire.connect(TlsProtocol.server(SERVER, server), TlsProtocol.client(CLIENT, client));
        client.transport().write("written before the handshake");
        wire.flush();
        assertThat(client.received).hasToString("written before the handshake");
        assertThat(client.tls().version()).contains(TlsVersion.TLS_1_3);
        assertThat(client.tls().peerCertificates()).isNotEmpty();
        assertThat(server.transport().getPeer()).isEqualTo(wire.server().getPeer());
        assertThat(server.transport().reactor()).isSameAs(wire.reactor());
        client.transport().as(TcpTransport.class).orElseThrow().setTcpNoDelay(true);
        assertThat(wire.client().as(TcpTransport.class).orElseThrow().getTcpNoDelay())
                .isTrue();

        client.transport().loseConnection();
        wire.flush();
        assertThat(client.events).containsExactly("secured", "lost");
        assertThat(server.events).containsExactly("secured", "lost");
        assertThat(client.reason).isInstanceOf(ConnectionDone.class);
        assertThat(server.reason).isInstanceOf(ConnectionDone.class);
        assertThat(wire.client().isConnected()).isFalse();
    }

    @Test
    void speaksTlsOverTls() {
        Wire wire = Wire.connect(
                TlsProtocol.server(SERVER, TlsProtocol.server(SERVER, server)),
                TlsProtocol.client(CLIENT, TlsProtocol.client(CLIENT, client)));
        client.transport().write("twice hidden");
        wire.flush();
        assertThat(client.received).hasToString("twice hidden");
        client.transport().loseConnection();
        wire.flush();
        assertThat(server.reason).isInstanceOf(ConnectionDone.class);
        assertThat(client.reason).isInstanceOf(ConnectionDone.class);
        assertThat(wire.server().isConnected()).isFalse();
    }

    @Test
    void aHandshakeThatNeverComesEndsByTheManualClock() {
        Talker silent = new Talker();
        Wire wire =
                Wire.connect(TlsProtocol.server(SERVER.withHandshakeTimeout(Duration.ofSeconds(7)), server), silent);
        wire.advance(Duration.ofMillis(6999));
        assertThat(server.events).isEmpty();
        wire.advance(Duration.ofMillis(1));
        assertThat(server.reason).isInstanceOf(TlsFailedException.class).hasMessageContaining("7000");
        assertThat(silent.events).containsExactly("lost");
    }

    @Test
    void anotherNameAndAnotherAuthorityAreRefused() {
        Wire named = Wire.connect(
                TlsProtocol.server(SERVER, server), TlsProtocol.client(CLIENT.withHostname("other.example"), client));
        named.flush();
        assertThat(client.reason).isInstanceOf(VerificationException.class);
        assertThat(server.reason).isInstanceOf(TlsFailedException.class);

        Talker distrustful = new Talker();
        Wire.connect(
                        TlsProtocol.server(SERVER, new Echo()),
                        TlsProtocol.client(TlsOptions.forClient("localhost"), distrustful))
                .flush();
        assertThat(distrustful.reason).isInstanceOf(TlsFailedException.class);
    }

    @Test
    void anEndBelowWithoutAGoodbyeIsALoss() {
        TlsProtocol cutting = TlsProtocol.client(CLIENT, client);
        Wire wire = Wire.connect(TlsProtocol.server(SERVER, server), cutting);
        wire.flush();
        cutting.channel().unsafe().close(cutting.channel().newPromise()); // Below TLS, which says nothing.
        wire.flush();
        assertThat(server.reason).isInstanceOf(ConnectionLost.class).hasMessageContaining("closing alert");
    }

    @Test
    void noiseInsteadOfTlsIsRefused() {
        StringTransport transport = StringTransport.connect(TlsProtocol.server(SERVER, server));
        transport.deliver("GET / HTTP/1.0\r\n\r\n");
        transport.reactor().iterate(Duration.ZERO);
        assertThat(transport.isDisconnecting() || transport.isAborted()).isTrue();
        transport.disconnect(new ConnectionDone());
        transport.reactor().iterate(Duration.ZERO);
        assertThat(server.reason).isInstanceOf(TlsFailedException.class);
    }

    @Test
    void optionsThatWillNotDoEndTheConnectionBelow() {
        Talker below = new Talker();
        Wire wire = Wire.connect(below, TlsProtocol.client(CLIENT.withoutHostname(), client));
        wire.flush();
        assertThat(client.events).isEmpty();
        assertThat(below.events).containsExactly("lost");
    }

    @Test
    void drainingEndsTheConnectionAboveInOrder() throws Exception {
        TlsProtocol draining = TlsProtocol.server(SERVER, server);
        Wire wire = Wire.connect(draining, TlsProtocol.client(CLIENT, client));
        wire.flush();
        server.transport().switchProtocol(new Farewell());
        draining.drain();
        wire.flush();
        assertThat(client.received).hasToString("last words");
        assertThat(client.reason).isInstanceOf(ConnectionDone.class);
    }

    @Test
    void factoriesWrapOthersAndOfferWhatTheySpeak() throws Exception {
        record Speaking(List<String> acceptableProtocols, Talker talker) implements ProtocolNegotiationFactory<Talker> {
            @Override
            public Talker buildProtocol(Address peer) {
                return talker;
            }
        }
        Factory<TlsProtocol> serving = TlsProtocol.serverFactory(SERVER, new Speaking(List.of("b", "a"), server));
        Factory<TlsProtocol> calling = TlsProtocol.clientFactory(CLIENT, new Speaking(List.of("a", "b"), client));
        assertThat(FactoryWrapper.bottomOf(serving)).isInstanceOf(Speaking.class);
        Wire wire = Wire.connect(build(serving), build(calling));
        wire.flush();
        assertThat(server.tls().negotiatedProtocol()).contains("b");
        assertThat(client.tls().negotiatedProtocol()).contains("b");
        assertThat(TlsProtocol.serverFactory(SERVER, peer -> null)
                        .buildProtocol(wire.client().getPeer()))
                .isNull();
    }

    private static TlsProtocol build(Factory<TlsProtocol> factory) throws Exception {
        TlsProtocol built = factory.buildProtocol(new io.netwist.bridge.address.TcpAddress("127.0.0.1", 1));
        assertThat(built).isNotNull();
        return java.util.Objects.requireNonNull(built);
    }
}
