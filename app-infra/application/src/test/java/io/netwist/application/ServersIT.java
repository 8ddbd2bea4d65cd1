/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Drainable;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.datagram.UnixDatagramOptions;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.NettyTransport;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and clients as services, over real sockets. */
class ServersIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ListenOptions LOCAL = ListenOptions.defaults().withInterface("127.0.0.1");

    private final NettyReactor reactor = NettyReactor.create();

    @AfterEach
    void closeReactor() {
        reactor.close();
    }

    private static final class Quiet extends BaseProtocol {
        final Deferred<Quiet> made = new Deferred<>();
        final StringBuilder received = new StringBuilder();

        @Override
        public void connectionMade() {
            made.callback(this);
        }

        @Override
        public void dataReceived(ByteBuf data) {
            received.append(data.toString(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static final class Polite extends BaseProtocol implements Drainable {
        int asked;

        @Override
        public void drain() {
            asked++;
        }
    }

    private Quiet connect(int port) throws Exception {
        Quiet client = new Quiet();
        reactor.connectTCP("127.0.0.1", port, peer -> client);
        return reactor.runUntil(client.made, LIMIT);
    }

    private static final class Counting implements Factory<Protocol> {
        final List<Protocol> made = new ArrayList<>();
        final List<String> log = new ArrayList<>();
        final java.util.function.Supplier<Protocol> supplier;

        Counting(java.util.function.Supplier<Protocol> supplier) {
            this.supplier = supplier;
        }

        @Override
        public Protocol buildProtocol(Address peer) {
            Protocol protocol = supplier.get();
            made.add(protocol);
            return protocol;
        }

        @Override
        public void startFactory() {
            log.add("start");
        }

        @Override
        public void stopFactory() {
            log.add("stop");
        }
    }

    @Test
    @Spec({"SVC-19", "SVC-20", "SVC-24"})
    void bindsInThePrivilegedPart() throws Exception {
        TcpServer server = new TcpServer(0, Factory.forProtocol(Quiet::new), LOCAL);
        assertThat(server.boundAddress()).isEmpty();
        reactor.runUntil(server.privilegedStartOn(reactor), LIMIT);
        Address address = server.boundAddress().orElseThrow();
        assertThat(address.port()).isPositive();
        reactor.runUntil(server.startOn(reactor), LIMIT);
        assertThat(server.boundAddress()).contains(address);
        assertThat(server.addresses()).containsExactly(address);
        reactor.runUntil(server.stop(), LIMIT);
        assertThat(server.boundAddress()).isEmpty();
    }

    @Test
    @Spec({"SVC-21", "OPS-08"})
    void aPlaceThatCannotBeHadFailsTheStart() throws Exception {
        TcpServer first = new TcpServer(0, Factory.forProtocol(Quiet::new), LOCAL);
        reactor.runUntil(first.startOn(reactor), LIMIT);
        int port = first.boundAddress().orElseThrow().port();
        EndpointService second =
                new EndpointService("tcp:" + port + ":interface=127.0.0.1", Factory.forProtocol(Quiet::new));
        assertThatThrownBy(() -> reactor.runUntil(second.startOn(reactor), LIMIT))
                .isInstanceOf(CannotListenException.class);
        assertThat(second.state()).isEqualTo(ServiceState.FAILED);
    }

    @Test
    @Spec({"SVC-22", "SVC-34", "OPS-07"})
    void listensAgainAfterAStop() throws Exception {
        EndpointService server = new EndpointService("tcp:0:interface=127.0.0.1", Factory.forProtocol(Quiet::new));
        for (int i = 0; i < 3; i++) {
            reactor.runUntil(server.startOn(reactor), LIMIT);
            connect(server.boundAddress().orElseThrow().port()).transport().abortConnection();
            reactor.runUntil(server.stop(), LIMIT);
        }
    }

    @Test
    @Spec("SVC-35")
    void aBadDescriptionFailsInTheConstructor() {
        assertThatThrownBy(() -> new EndpointService("tcp:nine", Factory.forProtocol(Quiet::new)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nine");
        assertThatThrownBy(() -> new TcpServer(70000, Factory.forProtocol(Quiet::new)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("70000");
    }

    @Test
    void aFactoryOfTwoServersIsStartedAndStoppedOnce() throws Exception {
        Counting factory = new Counting(Quiet::new);
        MultiService both =
                new MultiService().with(new TcpServer(0, factory, LOCAL)).with(new TcpServer(0, factory, LOCAL));
        reactor.runUntil(both.startOn(reactor), LIMIT);
        assertThat(both.addresses()).hasSize(2);
        assertThat(factory.log).containsExactly("start");
        reactor.runUntil(both.stop(), LIMIT);
        assertThat(factory.log).containsExactly("start", "stop");
    }

    @Test
    @Spec("OPS-05")
    void drainingClosesThePortAndConnectionsThatCannotBeAsked() throws Exception {
        TcpServer server = new TcpServer(0, Factory.forProtocol(Quiet::new), LOCAL);
        reactor.runUntil(server.startOn(reactor), LIMIT);
        Quiet client = connect(server.boundAddress().orElseThrow().port());
        Deferred<Failure> lost = client.whenConnectionLost();
        // The connection may still wait to be accepted: it must not be reset for that.
        reactor.runUntil(server.drain(), LIMIT);
        assertThat(reactor.runUntil(lost, LIMIT).value()).isInstanceOf(ConnectionDone.class);
        assertThat(server.connectionCount()).isZero();
        reactor.runUntil(server.stop(), LIMIT);
    }

    @Test
    @Spec("OPS-05")
    void drainingWaitsForProtocolsThatCanBeAsked() throws Exception {
        Counting factory = new Counting(Polite::new);
        TcpServer server = new TcpServer(0, factory, LOCAL);
        reactor.runUntil(server.startOn(reactor), LIMIT);
        Quiet client = connect(server.boundAddress().orElseThrow().port());
        while (factory.made.isEmpty()) {
            reactor.iterate(LIMIT);
        }
        Polite polite = (Polite) factory.made.get(0);
        Deferred<?> drained = server.drain();
        while (polite.asked == 0) {
            reactor.iterate(LIMIT);
        }
        assertThat(drained.isCalled()).isFalse();
        assertThat(polite.asked).isEqualTo(1);
        assertThat(server.connectionCount()).isEqualTo(1);
        Deferred<Failure> lost = client.whenConnectionLost();
        polite.transport().write("bye");
        polite.transport().loseConnection();
        reactor.runUntil(drained, LIMIT);
        reactor.runUntil(lost, LIMIT);
        assertThat(client.received).hasToString("bye");
        reactor.runUntil(server.stop(), LIMIT);
    }

    @Test
    @Spec("OPS-05")
    void stoppingCutsWhatHasNotDrained() throws Exception {
        Counting factory = new Counting(Polite::new);
        TcpServer server = new TcpServer(0, factory, LOCAL);
        reactor.runUntil(server.startOn(reactor), LIMIT);
        Quiet client = connect(server.boundAddress().orElseThrow().port());
        while (factory.made.isEmpty()) {
            reactor.iterate(LIMIT);
        }
        Deferred<Failure> lost = client.whenConnectionLost();
        Deferred<?> drained = server.drain();
        Deferred<?> stopped = server.stop();
        drained.handleFailure(failure -> {});
        reactor.runUntil(stopped, LIMIT);
        assertThat(reactor.runUntil(lost, LIMIT).value()).isInstanceOf(ConnectionLost.class);
    }

    @Test
    @Spec("SVC-25")
    void aClientConnectsAtItsStartAndDisconnectsAtItsStop() throws Exception {
        Counting factory = new Counting(Quiet::new);
        TcpServer server = new TcpServer(0, factory, LOCAL);
        reactor.runUntil(server.startOn(reactor), LIMIT);
        Quiet protocol = new Quiet();
        TcpClient client =
                new TcpClient("127.0.0.1", server.boundAddress().orElseThrow().port(), peer -> protocol);
        reactor.runUntil(client.startOn(reactor), LIMIT);
        reactor.runUntil(protocol.made, LIMIT);
        Deferred<Failure> lost = protocol.whenConnectionLost();
        reactor.runUntil(client.stop(), LIMIT);
        assertThat(client.isRunning()).isFalse();
        reactor.runUntil(lost, LIMIT);
        reactor.runUntil(server.stop(), LIMIT);
    }

    @Test
    @Spec("OPS-24")
    void aServerThatIsReconfiguredKeepsItsPortAndItsConnections() throws Exception {
        Counting first = new Counting(Quiet::new);
        Counting second = new Counting(Quiet::new);
        TcpServer server = new TcpServer(0, first, LOCAL);
        reactor.runUntil(server.startOn(reactor), LIMIT);
        int port = server.boundAddress().orElseThrow().port();
        Quiet early = connect(port);
        while (first.made.isEmpty()) {
            reactor.iterate(LIMIT);
        }
        assertThat(reactor.runUntil(server.reconfigure(new TcpServer(0, second, LOCAL)), LIMIT))
                .isTrue();
        assertThat(server.boundAddress().orElseThrow().port()).isEqualTo(port);
        connect(port);
        while (second.made.isEmpty()) {
            reactor.iterate(LIMIT);
        }
        assertThat(early.transport().isConnected()).isTrue();
        assertThat(first.log).containsExactly("start", "stop");
        assertThat(server.connectionCount()).isEqualTo(2);
        reactor.runUntil(server.stop(), LIMIT);
        assertThat(second.log).containsExactly("start", "stop");
        assertThat(server.connectionCount()).isZero();
    }

    @Test
    @Spec("OPS-24")
    void aServerMovesToAnotherPlaceAndStaysWhereItIsIfThatIsTaken() throws Exception {
        Factory<Quiet> factory = Factory.forProtocol(Quiet::new);
        EndpointService server = new EndpointService("tcp:0:interface=127.0.0.1", factory);
        reactor.runUntil(server.startOn(reactor), LIMIT);
        Address before = server.boundAddress().orElseThrow();
        Quiet early = connect(before.port());
        TcpServer other = new TcpServer(0, factory, LOCAL);
        reactor.runUntil(other.startOn(reactor), LIMIT);
        EndpointService taken = new EndpointService(
                "tcp:" + other.boundAddress().orElseThrow().port() + ":interface=127.0.0.1", factory);
        assertThatThrownBy(() -> reactor.runUntil(server.reconfigure(taken), LIMIT))
                .isInstanceOf(CannotListenException.class);
        assertThat(server.boundAddress()).contains(before);
        reactor.runUntil(other.stop(), LIMIT);
        assertThat(reactor.runUntil(server.reconfigure(taken), LIMIT)).isTrue();
        assertThat(server.boundAddress()).isNotEqualTo(java.util.Optional.of(before));
        assertThat(early.transport().isConnected()).isTrue();
        connect(server.boundAddress().orElseThrow().port());
        reactor.runUntil(server.stop(), LIMIT);
    }

    @Test
    @Spec({"SVC-19", "SVC-25"})
    void servesAndConnectsAtAPath(@TempDir Path directory) throws Exception {
        String path = directory.resolve("s").toString();
        Counting factory = new Counting(Quiet::new);
        UnixServer server = new UnixServer(path, factory);
        reactor.runUntil(server.startOn(reactor), LIMIT);
        assertThat(server.addresses()).containsExactly(new UnixAddress(path));
        Quiet protocol = new Quiet();
        UnixClient client = new UnixClient(path, peer -> protocol);
        reactor.runUntil(client.startOn(reactor), LIMIT);
        reactor.runUntil(protocol.made, LIMIT);
        Deferred<Failure> lost = protocol.whenConnectionLost();
        reactor.runUntil(client.stop(), LIMIT);
        reactor.runUntil(lost, LIMIT);
        reactor.runUntil(server.stop(), LIMIT);
        assertThat(Path.of(path)).doesNotExist();
    }

    private static final class Loud extends DatagramProtocol {
        final Deferred<String> heard = new Deferred<>();

        @Override
        public void datagramReceived(ByteBuf data, Address from) {
            heard.callback(data.toString(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    @Spec({"SVC-19", "SVC-22"})
    void receivesDatagramsAndFreesThePortWhenItStops() throws Exception {
        DatagramOptions local = DatagramOptions.defaults().withInterface("127.0.0.1");
        Loud loud = new Loud();
        UdpServer server = new UdpServer(0, loud, local);
        assertThat(server.addresses()).isEmpty();
        reactor.runUntil(server.startOn(reactor), LIMIT);
        int port = server.boundAddress().orElseThrow().port();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[] {'x'}, 1, InetAddress.getLoopbackAddress(), port));
        }
        assertThat(reactor.runUntil(loud.heard, LIMIT)).isEqualTo("x");
        reactor.runUntil(server.stop(), LIMIT);
        UdpServer again = new UdpServer(port, loud, local);
        reactor.runUntil(again.startOn(reactor), LIMIT);
        reactor.runUntil(again.stop(), LIMIT);
    }

    @Test
    @Spec("SVC-19")
    void receivesDatagramsAtAPath(@TempDir Path directory) throws Exception {
        assumeTrue(NettyTransport.AUTO.resolve() != NettyTransport.NIO, "NIO has no such sockets");
        String path = directory.resolve("s").toString();
        Loud loud = new Loud();
        UnixDatagramServer server = new UnixDatagramServer(path, loud, UnixDatagramOptions.defaults());
        reactor.runUntil(server.startOn(reactor), LIMIT);
        DatagramProtocol client = new DatagramProtocol() {
            @Override
            public void datagramReceived(ByteBuf data, Address from) {}
        };
        reactor.connectUNIXDatagram(path, client, UnixDatagramOptions.defaults());
        client.transport().write(Unpooled.copiedBuffer("hi", java.nio.charset.StandardCharsets.UTF_8));
        assertThat(reactor.runUntil(loud.heard, LIMIT)).isEqualTo("hi");
        reactor.runUntil(server.stop(), LIMIT);
    }
}
