/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.datagram.UnixDatagramOptions;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.MessageLengthException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** UNIX datagram sockets, on the transports that know them. */
class UnixDatagramIT {

    private static final UnixDatagramOptions DEFAULTS = UnixDatagramOptions.defaults();

    @TempDir
    private Path directory;

    static Stream<NettyTransport> transports() {
        return Loopback.transports().filter(each -> each == NettyTransport.EPOLL || each == NettyTransport.KQUEUE);
    }

    private static final class Echo extends DatagramProtocol {
        @Override
        public void datagramReceived(ByteBuf data, Address from) {
            transport().write(data.retain(), from);
        }
    }

    private static final class Client extends DatagramProtocol {
        final Deferred<String> answer = new Deferred<>();
        final List<String> events = new ArrayList<>();
        final Deferred<String> refused = new Deferred<>();

        @Override
        public void startProtocol() {
            events.add("start");
        }

        @Override
        public void stopProtocol() {
            events.add("stop");
        }

        @Override
        public void datagramReceived(ByteBuf data, Address from) {
            answer.callback(data.toString(StandardCharsets.UTF_8) + " from " + from);
        }

        @Override
        public void connectionFailed(Failure reason) {
            events.add("failed " + reason.value().getClass().getSimpleName());
        }

        @Override
        public void connectionRefused() {
            refused.callback("refused");
        }
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UNX-012")
    void echoesToAConnectedSocketWithAPath(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            ListeningPort server = reactor.listenUNIXDatagram(path("server"), new Echo(), DEFAULTS);
            assertThat(server.getHost()).isEqualTo(new UnixAddress(path("server")));
            Client client = new Client();
            reactor.connectUNIXDatagram(path("server"), client, DEFAULTS.withBindAddress(path("client")));
            client.transport().write("hello");

            assertThat(reactor.runUntil(client.answer, LIMIT)).isEqualTo("hello from unix:" + path("server"));
            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() -> reactor.listenUNIXDatagram(path("server"), new Echo(), DEFAULTS));
            assertThatExceptionOfType(MessageLengthException.class)
                    .isThrownBy(() -> client.transport().write(new byte[10_000_000]));

            reactor.runUntil(server.stopListening(), LIMIT);
            client.transport().write("anybody?");
            assertThat(reactor.runUntil(client.refused, LIMIT)).isEqualTo("refused");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UNX-013")
    void aConnectThatFailsIsToldToTheProtocol(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Client client = new Client();
            ListeningPort port = reactor.connectUNIXDatagram(path("nobody"), client, DEFAULTS);

            assertThat(client.events).containsExactly("failed " + ConnectionFailedException.class.getSimpleName());
            reactor.runUntil(port.stopListening(), LIMIT);
        }
    }

    @Test
    @Spec("UNX-012")
    void otherTransportsSayThatTheyCannot() throws Exception {
        try (NettyReactor reactor = Loopback.reactor(NettyTransport.NIO)) {
            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() -> reactor.listenUNIXDatagram(path("server"), new Echo(), DEFAULTS))
                    .withMessageContaining("transport: NIO (expected: EPOLL or KQUEUE");
        }
    }
}
