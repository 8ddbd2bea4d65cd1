/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.UnixListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import io.netwist.deferred.time.Action;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several reactors behind one port, each for itself. */
@Timeout(60)
class ReactorGroupIT {

    private static final String TRANSPORTS = "io.netwist.bridge.netty.Loopback#transports";
    private static final int SIZE = 4;

    /** What the factories and protocols of all reactors have seen. */
    private static final class Seen {
        final Map<Reactor, AtomicInteger> connections = new ConcurrentHashMap<>();
        final Queue<String> factories = new ConcurrentLinkedQueue<>();
        final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        final Queue<Failure> lost = new ConcurrentLinkedQueue<>();
        final CountDownLatch someLost = new CountDownLatch(1);

        Server factory(Reactor reactor) {
            return new Server(this, reactor);
        }
    }

    /** One reactor's factory: keeps unlocked state, and notes every call that is not on its thread. */
    private static final class Server implements Factory<Server.Echo> {
        private final Seen seen;
        private final Reactor reactor;
        private final Thread thread = Thread.currentThread();
        private final List<Echo> live = new ArrayList<>();

        Server(Seen seen, Reactor reactor) {
            this.seen = seen;
            this.reactor = reactor;
            here("constructor");
        }

        private void here(String what) {
            if (Thread.currentThread() != thread || !reactor.inReactorThread()) {
                seen.wrong.add(what + " of " + reactor + " on "
                        + Thread.currentThread().getName());
            }
        }

        @Override
        public void startFactory() {
            here("startFactory");
            seen.factories.add("start");
        }

        @Override
        public void stopFactory() {
            here("stopFactory");
            seen.factories.add("stop");
        }

        @Override
        public Echo buildProtocol(Address peer) {
            here("buildProtocol");
            return new Echo();
        }

        /** Answers by way of a Deferred and a timer, which must stay where they are. */
        final class Echo extends BaseProtocol {
            @Override
            public void connectionMade() {
                here("connectionMade");
                if (transport().reactor() != reactor) {
                    seen.wrong.add("reactor of the transport");
                }
                live.add(this);
                seen.connections
                        .computeIfAbsent(reactor, key -> new AtomicInteger())
                        .incrementAndGet();
            }

            @Override
            public void dataReceived(ByteBuf data) {
                here("dataReceived");
                String text = data.toString(StandardCharsets.UTF_8);
                Deferred<String> later = reactor().deferLater(Duration.ofMillis(1), () -> text);
                later.onSuccess(value -> {
                    here("Deferred");
                    transport().write(value);
                });
            }

            @Override
            public void connectionLost(Failure reason) {
                here("connectionLost");
                live.remove(this);
                seen.lost.add(reason);
                seen.someLost.countDown();
            }
        }
    }

    private static ReactorGroup group(NettyTransport transport) {
        return ReactorGroup.of(SIZE, NettyReactor.builder().transport(transport).name("grouped"));
    }

    private static ListenOptions local() {
        return ListenOptions.defaults().withInterface("127.0.0.1");
    }

    private static Socket connect(Address to) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void echoes(Socket socket) throws IOException {
        socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8))
                .isEqualTo("hello");
    }

    private static Set<String> threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toSet());
    }

    private static void stop(GroupPort port) throws Exception {
        port.stopListening().get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void dealsEvenlyAndKeepsEachConnectionOnItsReactor(NettyTransport transport) throws Exception {
        Seen seen = new Seen();
        try (ReactorGroup group = group(transport)) {
            GroupPort port = group.listenTCP(0, seen::factory, local());
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sockets.add(connect(port.getHost()));
            }
            for (int round = 0; round < 3; round++) {
                for (Socket each : sockets) {
                    echoes(each);
                }
            }
            assertThat(group.reactors()).hasSize(SIZE);
            assertThat(seen.connections.keySet()).containsExactlyInAnyOrderElementsOf(group.reactors());
            assertThat(seen.connections.values())
                    .allSatisfy(count -> assertThat(count).hasValue(10));
            stop(port);
            assertThat(seen.factories)
                    .containsExactly("start", "start", "start", "start", "stop", "stop", "stop", "stop");
            // Established connections are kept.
            echoes(sockets.get(0));
            assertThatThrownBy(() -> connect(port.getHost())).isInstanceOf(IOException.class);
            stop(port);
            for (Socket each : sockets) {
                each.close();
            }
        }
        assertThat(seen.lost).hasSize(40);
        assertThat(seen.wrong).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void stoppingLosesTheConnectionsAndLeavesNoThread(NettyTransport transport) throws Exception {
        Seen seen = new Seen();
        ReactorGroup group = group(transport);
        GroupPort port = group.listenTCP(0, seen::factory, local());
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Socket socket = connect(port.getHost());
            echoes(socket);
            sockets.add(socket);
        }
        assertThat(threadsNamed("grouped-")).hasSize(SIZE);
        group.close();

        assertThat(threadsNamed("grouped-")).isEmpty();
        assertThat(seen.lost).hasSize(8);
        assertThat(seen.factories)
                .containsExactlyInAnyOrder("start", "start", "start", "start", "stop", "stop", "stop", "stop");
        assertThat(seen.wrong).isEmpty();
        for (Socket each : sockets) {
            each.close();
        }
        // All of this may be asked for again.
        stop(port);
        group.stop();
        group.close();
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void eachReactorMayHaveASocketOfItsOwn(NettyTransport transport) throws Exception {
        Seen seen = new Seen();
        try (ReactorGroup group = group(transport)) {
            GroupPort port = group.listenTCP(0, seen::factory, local().withReusePort(true));
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                sockets.add(connect(port.getHost()));
                echoes(sockets.get(i));
            }
            assertThat(seen.connections.values().stream()
                            .mapToInt(AtomicInteger::get)
                            .sum())
                    .isEqualTo(80);
            // The system spreads them by a hash: unevenly, but never all of 80 to one.
            assertThat(seen.connections.size()).isGreaterThan(1);
            stop(port);
            assertThatThrownBy(() -> connect(port.getHost())).isInstanceOf(IOException.class);
            for (Socket each : sockets) {
                each.close();
            }
        }
        assertThat(seen.wrong).isEmpty();
        assertThat(seen.factories).hasSize(2 * SIZE);
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void aReactorThatHasStoppedIsDealtNothing(NettyTransport transport) throws Exception {
        Seen seen = new Seen();
        try (ReactorGroup group = group(transport)) {
            GroupPort port = group.listenTCP(0, seen::factory, local());
            group.reactors().get(2).close();
            for (int i = 0; i < 9; i++) {
                try (Socket socket = connect(port.getHost())) {
                    echoes(socket);
                }
            }
            assertThat(seen.connections.keySet())
                    .doesNotContain(group.reactors().get(2));
            assertThat(seen.connections.values())
                    .allSatisfy(count -> assertThat(count).hasValue(3));
            stop(port);
            assertThat(seen.factories).hasSize(2 * SIZE);
        }
    }

    @Test
    void whatCannotBeHadIsSaidAtOnceAndNothingIsLeft() throws Exception {
        Seen seen = new Seen();
        try (ReactorGroup group = ReactorGroup.of(3);
                NettyReactor other = NettyReactor.create()) {
            int taken = other.listenTCP(0, peer -> null, local()).getHost().port();
            assertThatThrownBy(() -> group.listenTCP(taken, seen::factory, local()))
                    .isInstanceOf(CannotListenException.class)
                    .hasMessageContaining(String.valueOf(taken));
            assertThatThrownBy(() -> group.listenTCP(taken, seen::factory, local().withReusePort(true)))
                    .isInstanceOf(CannotListenException.class);
            AtomicInteger made = new AtomicInteger();
            assertThatThrownBy(() -> group.listenTCP(
                            0,
                            reactor -> {
                                if (made.incrementAndGet() == 3) {
                                    throw new IllegalArgumentException("not a third one");
                                }
                                return seen.factory(reactor);
                            },
                            local()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not a third one");
            long starts = seen.factories.stream().filter("start"::equals).count();
            assertThat(seen.factories.stream().filter("stop"::equals)).hasSize((int) starts);
            assertThat(seen.wrong).isEmpty();
        }
        assertThatThrownBy(() -> ReactorGroup.of(0)).hasMessage("size: 0 (expected: 1 or more)");
    }

    @Test
    void addsToAReactorThatTheCallerRuns() throws Exception {
        Seen seen = new Seen();
        NettyReactor first = NettyReactor.create();
        ReactorGroup group =
                ReactorGroup.around(first, 3, NettyReactor.builder().name("added"));
        assertThat(group.reactors().get(0)).isSameAs(first);
        GroupPort port = group.listenTCP(0, seen::factory, local());
        Thread client = new Thread(() -> {
            try {
                for (int i = 0; i < 9; i++) {
                    try (Socket socket = connect(port.getHost())) {
                        echoes(socket);
                    }
                }
            } catch (IOException e) {
                seen.wrong.add(e.toString());
            }
            first.stop();
        });
        client.start();
        first.run();
        client.join();
        group.close();

        assertThat(seen.connections.values())
                .hasSize(3)
                .allSatisfy(count -> assertThat(count).hasValue(3));
        assertThat(threadsNamed("added-")).isEmpty();
        assertThat(seen.wrong).isEmpty();
        assertThat(seen.factories).hasSize(6);
    }

    @Test
    void servesUnixSockets(@TempDir Path directory) throws Exception {
        Seen seen = new Seen();
        String path = directory.resolve("socket").toString();
        try (ReactorGroup group = ReactorGroup.of(2)) {
            group.listenUNIX(path, seen::factory, UnixListenOptions.defaults());
            for (int i = 0; i < 4; i++) {
                try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                    client.write(ByteBuffer.wrap(new byte[] {'x'}));
                    ByteBuffer back = ByteBuffer.allocate(1);
                    client.read(back);
                    assertThat(back.get(0)).isEqualTo((byte) 'x');
                }
            }
            assertThat(seen.connections.values())
                    .hasSize(2)
                    .allSatisfy(count -> assertThat(count).hasValue(2));
        }
    }

    @Test
    void dividesTheLimitOnUnsentBytes() {
        try (ReactorGroup group = ReactorGroup.of(4, NettyReactor.builder().unsentLimit(1_000_000))) {
            assertThat(group.reactors())
                    .allSatisfy(each -> assertThat(each.budget.limit()).isEqualTo(250_000));
        }
        NettyReactor first = NettyReactor.builder().unsentLimit(1_000_000).create();
        try (ReactorGroup group =
                ReactorGroup.around(first, 2, NettyReactor.builder().unsentLimit(1_000_000))) {
            assertThat(group.reactors())
                    .allSatisfy(each -> assertThat(each.budget.limit()).isEqualTo(500_000));
        }
    }

    @Test
    void aReactorMayAskAnotherButNotWaitForItself() throws Exception {
        try (ReactorGroup group = ReactorGroup.of(2)) {
            NettyReactor one = group.reactors().get(0);
            NettyReactor two = group.reactors().get(1);
            String answer = one.submit(() -> two.ask(() -> Deferred.succeed("from " + two)))
                    .get(20, TimeUnit.SECONDS);
            assertThat(answer).isEqualTo("from " + two);
            Action closing = group::close;
            for (NettyReactor each : group.reactors()) {
                assertThatThrownBy(() -> each.blockingCallFromThread(() -> {
                            closing.run();
                            return Deferred.succeed(null);
                        }))
                        .isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> each.blockingCallFromThread(() -> {
                            group.run();
                            return Deferred.succeed(null);
                        }))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("which would wait for itself");
            }
            assertThatThrownBy(() -> two.blockingCallFromThread(() -> {
                        group.listenTCP(0, reactor -> peer -> null);
                        return Deferred.succeed(null);
                    }))
                    .isInstanceOf(IllegalStateException.class);
            // The accepting reactor's own thread may.
            GroupPort port = one.blockingCallFromThread(
                    () -> Deferred.succeed(group.listenTCP(0, reactor -> peer -> null, local())));
            stop(port);
        }
    }

    @Test
    void runReturnsWhenAllHaveStopped() {
        ReactorGroup group = ReactorGroup.of(2);
        group.reactors().get(1).callFromThread(group::stop);
        group.run();
        assertThat(group.reactors()).allMatch(NettyReactor::hasEnded);
    }

    @Test
    @Spec("OPS-23")
    void severalReactorsMayListenAtOnePlaceByThemselves() throws Exception {
        Seen seen = new Seen();
        try (NettyReactor one = NettyReactor.builder()
                        .start(reactor -> reactor.listenTCP(0, seen.factory(reactor), local().withReusePort(true)));
                NettyReactor two = NettyReactor.builder().start(reactor -> {})) {
            assertThat(one.isRunning()).isTrue();
            two.blockingCallFromThread(() -> {
                int port = two.listenTCP(0, peer -> null, local().withReusePort(true))
                        .getHost()
                        .port();
                two.listenTCP(port, peer -> null, local().withReusePort(true));
                assertThatThrownBy(() -> two.listenTCP(port, peer -> null, local()))
                        .isInstanceOf(CannotListenException.class);
                return Deferred.succeed(null);
            });
        }
    }
}
