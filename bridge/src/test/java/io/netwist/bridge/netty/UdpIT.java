/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UdpAddress;
import io.netwist.bridge.datagram.DatagramOptions;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.datagram.MulticastTransport;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.error.InvalidAddressException;
import io.netwist.bridge.error.MessageLengthException;
import io.netwist.bridge.error.MulticastJoinException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** UDP on every transport that this machine has. */
class UdpIT {

    private static final DatagramOptions LOCAL = DatagramOptions.defaults().withInterface("127.0.0.1");

    static Stream<NettyTransport> transports() {
        return Loopback.transports();
    }

    /** Keeps what it receives. */
    private static class Recorder extends DatagramProtocol {
        final List<String> received = new ArrayList<>();
        final List<String> events = new ArrayList<>();
        int awaited = 1;
        Deferred<Recorder> enough = new Deferred<>();
        final Deferred<Recorder> refused = new Deferred<>();

        @Override
        public void startProtocol() {
            events.add("start");
        }

        @Override
        public void stopProtocol() {
            events.add("stop");
        }

        @Override
        public void datagramReceived(ByteBuf data, Address from) throws Exception {
            received.add(data.toString(StandardCharsets.UTF_8));
            if (received.size() == awaited) {
                enough.callback(this);
            }
        }

        @Override
        public void connectionRefused() {
            events.add("refused");
            if (!refused.isCalled()) {
                refused.callback(this);
            }
        }
    }

    private static final class Echo extends Recorder {
        @Override
        public void datagramReceived(ByteBuf data, Address from) throws Exception {
            super.datagramReceived(data, from);
            transport().write(data.retain(), from);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec({"UDP-001", "UDP-002", "UDP-003", "UDP-006", "UDP-011"})
    void echoesDatagrams(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Echo echo = new Echo();
            ListeningPort server = reactor.listenUDP(0, echo, LOCAL);
            assertThat(echo.events).containsExactly("start");
            assertThat(server.getHost()).isInstanceOf(UdpAddress.class);
            Recorder client = new Recorder();
            client.awaited = 3;
            reactor.listenUDP(0, client, LOCAL);
            client.transport().write("one", server.getHost());
            client.transport().write(new byte[] {'t', 'w', 'o'}, server.getHost());
            client.transport()
                    .writeSequence(
                            List.of(
                                    Unpooled.copiedBuffer("th", StandardCharsets.UTF_8),
                                    Unpooled.copiedBuffer("ree", StandardCharsets.UTF_8)),
                            server.getHost());

            reactor.runUntil(client.enough, LIMIT);
            assertThat(client.received).containsExactly("one", "two", "three");
            Deferred<?> stopped = server.stopListening();
            assertThat(echo.events).containsExactly("start");
            reactor.runUntil(stopped, LIMIT);
            assertThat(echo.events).containsExactly("start", "stop");
            assertThatIllegalStateException().isThrownBy(echo::transport);
            reactor.runUntil(server.stopListening(), LIMIT);

            server.startListening();
            assertThat(echo.events).containsExactly("start", "stop", "start");
        }
    }

    /** The second half of UDP-004; how much is read at a time is Netty's to say. */
    @ParameterizedTest
    @MethodSource("transports")
    void aCallbackThatClosesThePortIsItsLast(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Recorder once = new Recorder() {
                @Override
                public void datagramReceived(ByteBuf data, Address from) throws Exception {
                    transport().stopListening();
                    super.datagramReceived(data, from);
                }
            };
            ListeningPort server = reactor.listenUDP(0, once, LOCAL);
            Recorder client = new Recorder();
            reactor.listenUDP(0, client, LOCAL);
            for (int i = 0; i < 20; i++) {
                client.transport().write("datagram " + i, server.getHost());
            }
            reactor.runUntil(once.enough, LIMIT);
            reactor.runUntil(server.stopListening(), LIMIT);
            for (int i = 0; i < 5; i++) {
                reactor.iterate(Duration.ZERO);
            }
            assertThat(once.received).containsExactly("datagram 0");
            assertThat(once.events).containsExactly("start", "stop");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec({"UDP-001", "UDP-007", "UDP-008"})
    void refusesWhatCannotBe(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Recorder protocol = new Recorder();
            ListeningPort port = reactor.listenUDP(0, protocol, LOCAL);
            int number = port.getHost().port();

            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() -> reactor.listenUDP(number, new Recorder(), LOCAL));
            assertThatExceptionOfType(InvalidAddressException.class)
                    .isThrownBy(() -> reactor.listenUDP(0, new Recorder(), LOCAL.withInterface("localhost")));
            assertThatExceptionOfType(InvalidAddressException.class)
                    .isThrownBy(() -> protocol.transport().write("x", new UdpAddress("localhost", number)));
            assertThatExceptionOfType(InvalidAddressException.class)
                    .isThrownBy(() -> protocol.transport().write("x", new UdpAddress("::1", number)));
            assertThatExceptionOfType(MessageLengthException.class)
                    .isThrownBy(() -> protocol.transport().write(new byte[65508], port.getHost()))
                    .withMessage("length: 65508 (expected: at most 65507 bytes in a datagram)");
            assertThatIllegalStateException()
                    .isThrownBy(() -> protocol.transport().write("to nobody"));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec({"UDP-003", "UDP-005"})
    void cutsLongDatagramsAndSurvivesExceptions(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport);
                LogCapture log = LogCapture.of(DatagramProtocol.class.getName())) {
            Recorder failing = new Recorder() {
                @Override
                public void datagramReceived(ByteBuf data, Address from) throws Exception {
                    super.datagramReceived(data, from);
                    throw new IllegalStateException("as this test wants");
                }
            };
            failing.awaited = 2;
            ListeningPort port = reactor.listenUDP(0, failing, LOCAL.withMaxPacketSize(4));
            Recorder client = new Recorder();
            reactor.listenUDP(0, client, LOCAL);
            client.transport().write("longer", port.getHost());
            client.transport().write("abc", port.getHost());

            reactor.runUntil(failing.enough, LIMIT);
            assertThat(failing.received).containsExactly("long", "abc");
            assertThat(log.errors()).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UDP-003")
    void anEmptyDatagramIsADatagram(NettyTransport transport) throws Exception {
        assumeTrue(transport != NettyTransport.NIO, "empty datagrams are sent");
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Recorder receiver = new Recorder();
            ListeningPort port = reactor.listenUDP(0, receiver, LOCAL);
            Recorder client = new Recorder();
            reactor.listenUDP(0, client, LOCAL);
            client.transport().write("", port.getHost());

            reactor.runUntil(receiver.enough, LIMIT);
            assertThat(receiver.received).containsExactly("");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec({"UDP-009", "UDP-010"})
    void aConnectedSocketHearsItsPeerOnlyAndItsRefusal(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Echo echo = new Echo();
            ListeningPort server = reactor.listenUDP(0, echo, LOCAL);
            Recorder client = new Recorder();
            ListeningPort port = reactor.listenUDP(0, client, LOCAL);
            assertThatExceptionOfType(InvalidAddressException.class)
                    .isThrownBy(() -> client.transport().connect("localhost", 1));
            client.transport().connect("127.0.0.1", server.getHost().port());
            assertThatIllegalStateException()
                    .isThrownBy(() -> client.transport().connect("127.0.0.1", 1));
            assertThatExceptionOfType(InvalidAddressException.class)
                    .isThrownBy(() -> client.transport().write("x", new UdpAddress("127.0.0.1", 9)));
            Recorder stranger = new Recorder();
            reactor.listenUDP(0, stranger, LOCAL);
            stranger.transport().write("stranger", port.getHost());
            client.transport().write("hello");

            reactor.runUntil(client.enough, LIMIT);
            assertThat(client.received).containsExactly("hello");

            reactor.runUntil(server.stopListening(), LIMIT);
            client.transport().write("anybody?", server.getHost());
            reactor.runUntil(client.refused, LIMIT);
            client.enough = new Deferred<>();
            client.awaited = 2;
            reactor.listenUDP(server.getHost().port(), new Echo(), LOCAL);
            client.transport().write("again");
            reactor.runUntil(client.enough, LIMIT);
            assertThat(client.received).containsExactly("hello", "again");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UDP-008")
    void anUnconnectedSocketDoesNotCareForRefusals(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            ListeningPort closed = reactor.listenUDP(0, new Recorder(), LOCAL);
            reactor.runUntil(closed.stopListening(), LIMIT);
            Echo echo = new Echo();
            ListeningPort server = reactor.listenUDP(0, echo, LOCAL);
            Recorder client = new Recorder();
            reactor.listenUDP(0, client, LOCAL);
            client.transport().write("lost", closed.getHost());
            client.transport().write("found", server.getHost());

            reactor.runUntil(client.enough, LIMIT);
            assertThat(client.events).containsExactly("start");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UDP-012")
    void broadcastsAreOffUntilAllowed(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Recorder protocol = new Recorder();
            reactor.listenUDP(0, protocol, LOCAL);
            assertThat(protocol.transport().getBroadcastAllowed()).isFalse();
            protocol.transport().setBroadcastAllowed(true);
            assertThat(protocol.transport().getBroadcastAllowed()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec({"UDP-013", "UDP-014", "UDP-015"})
    void membersOfAGroupReceiveWhatIsSentToIt(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            DatagramOptions shared = DatagramOptions.defaults().withListenMultiple(true);
            Recorder first = new Recorder();
            ListeningPort port = reactor.listenUDP(0, first, shared);
            Recorder second = new Recorder();
            reactor.listenUDP(port.getHost().port(), second, shared);
            MulticastTransport groups =
                    first.transport().as(MulticastTransport.class).orElseThrow();
            assertThat(groups.getTTL()).isEqualTo(1);
            groups.setTTL(3);
            assertThat(groups.getTTL()).isEqualTo(3);
            assertThat(groups.getLoopbackMode()).isTrue();
            assertThat(groups.getOutgoingInterface()).isEqualTo("0.0.0.0");
            reactor.runUntil(groups.setOutgoingInterface("127.0.0.1"), LIMIT);
            assertThat(groups.getOutgoingInterface()).isEqualTo("127.0.0.1");
            reactor.runUntil(groups.joinGroup("225.0.0.250", "127.0.0.1"), LIMIT);
            reactor.runUntil(
                    second.transport()
                            .as(MulticastTransport.class)
                            .orElseThrow()
                            .joinGroup("225.0.0.250", "127.0.0.1"),
                    LIMIT);
            assertThatExceptionOfType(MulticastJoinException.class)
                    .isThrownBy(() -> reactor.runUntil(groups.joinGroup("127.0.0.1"), LIMIT));

            first.transport()
                    .write(
                            "to all",
                            new UdpAddress("225.0.0.250", port.getHost().port()));
            reactor.runUntil(first.enough, LIMIT);
            reactor.runUntil(second.enough, LIMIT);

            groups.setLoopbackMode(false);
            assertThat(groups.getLoopbackMode()).isFalse();
            reactor.runUntil(groups.leaveGroup("225.0.0.250", "127.0.0.1"), LIMIT);
            assertThat(first.received).containsExactly("to all");
            assertThat(second.received).containsExactly("to all");
        }
    }
}
