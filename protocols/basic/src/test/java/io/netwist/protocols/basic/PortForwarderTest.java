/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.endpoint.TcpClientEndpoint;
import io.netwist.bridge.testing.MemoryReactor;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortForwarderTest {

    private static final int SERVER = 7;
    private static final int FORWARDER = 8;

    private final MemoryReactor reactor = new MemoryReactor();

    private static class Recorder extends BaseProtocol {
        final StringBuilder received = new StringBuilder();
        String lost = "";

        @Override
        public void dataReceived(ByteBuf data) {
            received.append(data.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void connectionLost(Failure reason) {
            lost = reason.value().getClass().getSimpleName();
        }
    }

    private final List<Recorder> servers = new ArrayList<>();
    private final Recorder client = new Recorder();

    @BeforeEach
    void forward() {
        reactor.listenTCP(FORWARDER, new PortForwarder(new TcpClientEndpoint(reactor, "127.0.0.1", SERVER)));
    }

    private void listen() {
        reactor.listenTCP(SERVER, peer -> {
            servers.add(new Recorder());
            return servers.get(servers.size() - 1);
        });
    }

    private void settle() {
        for (int i = 0; i < 2000; i++) {
            reactor.iterate(Duration.ZERO);
        }
    }

    @Test
    @Spec("PRO-035")
    void passesBothWaysAndClosesTheOtherSide() {
        listen();
        reactor.connectTCP("127.0.0.1", FORWARDER, peer -> client);
        reactor.iterate(Duration.ZERO);
        client.transport().write("sent before the server was connected");
        settle();
        Recorder server = servers.get(0);
        assertThat(server.received).hasToString("sent before the server was connected");
        server.transport().write("answer");
        settle();
        assertThat(client.received).hasToString("answer");
        server.transport().write("last words");
        server.transport().loseConnection();
        settle();
        assertThat(client.received).hasToString("answerlast words");
        assertThat(client.lost).isEqualTo("ConnectionDone");
        assertThat(reactor.wires()).isEmpty();
    }

    @Test
    @Spec("PRO-035")
    void closesTheServersSideWhenTheClientGoes() {
        listen();
        reactor.connectTCP("127.0.0.1", FORWARDER, peer -> client);
        settle();
        client.transport().abortConnection();
        settle();
        assertThat(servers.get(0).lost).isEqualTo("ConnectionDone");
        assertThat(reactor.wires()).isEmpty();
    }

    @Test
    @Spec("PRO-035")
    void closesTheClientWhenThereIsNoServer() {
        reactor.connectTCP("127.0.0.1", FORWARDER, peer -> client);
        settle();
        assertThat(client.lost).isEqualTo("ConnectionDone");
        assertThat(reactor.wires()).isEmpty();
    }

    @Test
    @Spec("PRO-035")
    void slowsTheSenderToTheReader() {
        listen();
        reactor.connectTCP("127.0.0.1", FORWARDER, peer -> client);
        settle();
        servers.get(0).transport().pauseProducing();
        client.transport().write("x".repeat(4_000_000));
        settle();
        assertThat(servers.get(0).received).isEmpty();
        assertThat(client.transport().isConnected()).isTrue();
        servers.get(0).transport().resumeProducing();
        settle();
        assertThat(servers.get(0).received).hasSize(4_000_000);
    }
}
