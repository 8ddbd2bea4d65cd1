/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwist.bridge.Factory;
import io.netwist.bridge.ReactorSocket.Domain;
import io.netwist.bridge.Transport;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.netty.Loopback.Echo;
import io.netwist.bridge.netty.Loopback.Recorder;
import io.netwist.bridge.posix.Posix;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connected sockets that somebody else has opened, the JDK in these tests, become connections. */
@Spec("TRN-045")
class AdoptConnectionIT {

    /** Counts how often it is started. */
    private static final class Counted implements Factory<Echo> {
        final List<String> calls = new ArrayList<>();
        final Echo echo = new Echo();

        @Override
        public void startFactory() {
            calls.add("start");
        }

        @Override
        public void stopFactory() {
            calls.add("stop");
        }

        @Override
        public Echo buildProtocol(Address peer) {
            calls.add("build " + (peer instanceof TcpAddress));
            return echo;
        }
    }

    @BeforeEach
    void onEpoll() {
        assumeTrue(NettyTransport.EPOLL.unavailabilityCause() == null);
    }

    private static Set<Integer> sockets() throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(each -> Integer.parseInt(each.getFileName().toString()))
                    .filter(AdoptConnectionIT::isSocket)
                    .collect(Collectors.toSet());
        }
    }

    /** A client and the number of its server side, which blocks and is not known to anything else. */
    private record Connected(SocketChannel client, int descriptor) {}

    private static Connected connect(ServerSocketChannel listening) throws Exception {
        SocketChannel client = SocketChannel.open(listening.getLocalAddress());
        Set<Integer> before = sockets();
        SocketChannel accepted = listening.accept();
        Set<Integer> after = sockets();
        after.removeAll(before);
        assertThat(after).hasSize(1);
        int descriptor = Posix.duplicate(after.iterator().next(), 3);
        accepted.close();
        return new Connected(client, descriptor);
    }

    private static boolean isSocket(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString()
                    .startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    private static void echoes(NettyReactor reactor, SocketChannel client, Echo protocol) throws Exception {
        client.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
        client.configureBlocking(false);
        ByteBuffer back = ByteBuffer.allocate(10);
        while (back.position() < 5) {
            reactor.iterate(Duration.ofMillis(5));
            client.read(back);
        }
        assertThat(new String(back.array(), 0, 5, StandardCharsets.UTF_8)).isEqualTo("hello");
        client.close();
        assertThat(reactor.runUntil(protocol.gone, LIMIT).value()).isInstanceOf(ConnectionDone.class);
    }

    @Test
    void aTcpSocketIsAdopted() throws Exception {
        try (NettyReactor reactor =
                        NettyReactor.builder().transport(NettyTransport.EPOLL).create();
                ServerSocketChannel listening =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Connected connected = connect(listening);
            Counted factory = new Counted();
            Transport transport = reactor.adoptStreamConnection(connected.descriptor, Domain.INET, factory);
            assertThat(transport).isSameAs(factory.echo.transport());
            assertThat(transport.getPeer().port())
                    .isEqualTo(((InetSocketAddress) connected.client.getLocalAddress()).getPort());
            assertThat(transport.getHost().port())
                    .isEqualTo(((InetSocketAddress) listening.getLocalAddress()).getPort());
            echoes(reactor, connected.client, factory.echo);
            assertThat(factory.calls).containsExactly("build true");
            assertThat(isSocket(connected.descriptor)).isFalse();
        }
    }

    @Test
    void aUnixSocketIsAdoptedAndABlockedPeerDoesNotBlockUs(@TempDir Path directory) throws Exception {
        try (NettyReactor reactor =
                        NettyReactor.builder().transport(NettyTransport.EPOLL).create();
                ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                        .bind(UnixDomainSocketAddress.of(directory.resolve("socket")))) {
            Connected connected = connect(listening);
            Counted factory = new Counted();
            reactor.adoptStreamConnection(connected.descriptor, Domain.UNIX, factory);
            factory.echo.transport().write("x".repeat(3_000_000));
            reactor.iterate(Duration.ofMillis(5));
            ByteBuffer received = ByteBuffer.allocate(3_000_000);
            connected.client.configureBlocking(false);
            while (received.hasRemaining()) {
                connected.client.read(received);
                reactor.iterate(Duration.ZERO);
            }
            echoes(reactor, connected.client, factory.echo);
        }
    }

    @Test
    void aFactoryMayRefuse() throws Exception {
        try (NettyReactor reactor =
                        NettyReactor.builder().transport(NettyTransport.EPOLL).create();
                ServerSocketChannel listening =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Connected refused = connect(listening);
            assertThat(reactor.adoptStreamConnection(refused.descriptor, Domain.INET, peer -> null))
                    .isNull();
            assertThat(refused.client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            Connected thrown = connect(listening);
            assertThatThrownBy(() -> reactor.adoptStreamConnection(thrown.descriptor, Domain.INET, peer -> {
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(thrown.client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            refused.client.close();
            thrown.client.close();
        }
    }

    @Test
    void whatIsNoConnectedSocketIsRefused() throws Exception {
        try (NettyReactor reactor =
                        NettyReactor.builder().transport(NettyTransport.EPOLL).create();
                NettyReactor nio =
                        NettyReactor.builder().transport(NettyTransport.NIO).create()) {
            int[] pipe = Posix.pipe();
            assertThatThrownBy(() -> reactor.adoptStreamConnection(pipe[0], Domain.INET, peer -> new Recorder()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("descriptor: " + pipe[0] + " (expected: a connected socket of INET)");
            Posix.close(pipe[1]);
            assertThatThrownBy(() -> reactor.adoptStreamConnection(9999, Domain.INET, peer -> new Recorder()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> nio.adoptStreamConnection(0, Domain.INET, peer -> new Recorder()))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("(expected: EPOLL");
        }
    }
}
