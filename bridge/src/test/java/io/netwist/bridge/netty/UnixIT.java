/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.UnixConnectOptions;
import io.netwist.bridge.UnixListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.error.BadFileException;
import io.netwist.bridge.error.CannotListenException;
import io.netwist.bridge.error.ConnectionAborted;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.error.ConnectionFailedException;
import io.netwist.bridge.error.ConnectionLost;
import io.netwist.bridge.error.ConnectionRefusedException;
import io.netwist.bridge.netty.Loopback.Echo;
import io.netwist.bridge.netty.Loopback.Recorder;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** UNIX sockets, on every transport that this machine has. */
class UnixIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    static Stream<NettyTransport> transports() {
        return Loopback.transports();
    }

    private String path() {
        return directory.resolve("socket").toString();
    }

    private static ClientFactory<Recorder> failing(Deferred<Failure> failed) {
        return new ClientFactory<>() {
            @Override
            public Recorder buildProtocol(Address peer) {
                return new Recorder();
            }

            @Override
            public void clientConnectionFailed(Connector connector, Failure reason) {
                failed.callbackValue(reason);
            }
        };
    }

    private static Throwable failure(NettyReactor reactor, String path, UnixConnectOptions options) throws Exception {
        Deferred<Failure> failed = new Deferred<>();
        reactor.connectUNIX(path, failing(failed), options);
        return reactor.runUntil(failed, LIMIT).value();
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec({"UNX-001", "UNX-006", "UNX-008"})
    void echoesOverAFileOfTheModeWantedAndRemovesIt(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Echo server = new Echo();
            Address[] built = new Address[1];
            ListeningPort port = reactor.listenUNIX(
                    path(),
                    peer -> {
                        built[0] = peer;
                        return server;
                    },
                    UnixListenOptions.defaults().withMode(0620));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(path()))))
                    .isEqualTo("rw--w----");
            assertThat(port.getHost()).isEqualTo(new UnixAddress(path()));

            Recorder client = new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) throws Exception {
                    super.dataReceived(data);
                    transport().loseConnection();
                }
            };
            reactor.connectUNIX(path(), peer -> client);
            reactor.runUntil(client.made, LIMIT);
            client.transport().write("over a file");

            assertThat(Loopback.end(reactor, client)).isEqualTo(ConnectionDone.class);
            assertThat(Loopback.end(reactor, server)).isEqualTo(ConnectionDone.class);
            assertThat(client.received).hasToString("over a file");
            assertThat(built[0]).isEqualTo(new UnixAddress(""));
            assertThat(server.transport().getHost()).isEqualTo(new UnixAddress(path()));
            assertThat(server.transport().getPeer()).isEqualTo(new UnixAddress(""));
            assertThat(client.transport().getPeer()).isEqualTo(new UnixAddress(path()));
            assertThat(client.transport().getHost()).isEqualTo(new UnixAddress(""));

            reactor.runUntil(port.stopListening(), LIMIT);
            assertThat(directory).isEmptyDirectory();
            port.startListening();
            assertThat(Path.of(path())).exists();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UNX-002")
    void doesNotTakeAPathThatExists(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            reactor.listenUNIX(path(), peer -> new Echo());

            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() -> reactor.listenUNIX(path(), peer -> new Echo()))
                    .withMessage("cannot listen on unix:" + path() + ": Address already in use: the path exists");
            assertThat(Path.of(path())).exists();
            Recorder client = new Recorder();
            reactor.connectUNIX(path(), peer -> client);
            reactor.runUntil(client.made, LIMIT);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UNX-003")
    void theLockOfADeadProcessIsTakenOverWithItsSocket(NettyTransport transport) throws Exception {
        leaveStaleSocket();
        Path lock = Path.of(path() + ".lock");
        UnixListenOptions wantPid = UnixListenOptions.defaults().withWantPid(true);
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() -> reactor.listenUNIX(path(), peer -> new Echo()));
            Files.createSymbolicLink(lock, Path.of(Long.toString(deadProcess())));
            ListeningPort port = reactor.listenUNIX(path(), peer -> new Echo(), wantPid);

            assertThat(Files.readSymbolicLink(lock))
                    .hasToString(Long.toString(ProcessHandle.current().pid()));
            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() -> reactor.listenUNIX(path(), peer -> new Echo(), wantPid))
                    .withMessageContaining("a living process holds " + lock);
            assertThat(Files.exists(Path.of(path()))).isTrue();
            reactor.runUntil(port.stopListening(), LIMIT);
            assertThat(directory).isEmptyDirectory();
        }
    }

    private void leaveStaleSocket() throws Exception {
        try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThat(Path.of(path())).exists();
    }

    private static long deadProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UNX-004")
    void connectingMayLookForALivingServerFirst(NettyTransport transport) throws Exception {
        UnixConnectOptions checkPid = UnixConnectOptions.defaults().withCheckPid(true);
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            ListeningPort unlocked = reactor.listenUNIX(path(), peer -> new Echo());
            assertThat(failure(reactor, path(), checkPid)).isInstanceOf(BadFileException.class);
            reactor.runUntil(unlocked.stopListening(), LIMIT);

            reactor.listenUNIX(
                    path(), peer -> new Echo(), UnixListenOptions.defaults().withWantPid(true));
            Recorder client = new Recorder();
            reactor.connectUNIX(path(), peer -> client, checkPid);
            reactor.runUntil(client.made, LIMIT);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UNX-005")
    void failuresAreThoseOfTcp(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            assertThat(failure(reactor, path(), UnixConnectOptions.defaults()))
                    .isExactlyInstanceOf(ConnectionFailedException.class)
                    .hasMessageContaining("No such file");
            leaveStaleSocket();
            assertThat(failure(reactor, path(), UnixConnectOptions.defaults()))
                    .isInstanceOf(ConnectionRefusedException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UNX-007")
    void anAbstractNameNeedsNoFile(NettyTransport transport) throws Exception {
        assumeTrue(transport != NettyTransport.NIO && transport != NettyTransport.KQUEUE, "abstract names");
        String name = "\0netwist-" + UUID.randomUUID();
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Echo server = new Echo();
            ListeningPort port = reactor.listenUNIX(name, peer -> server);
            Recorder client = new Recorder();
            reactor.connectUNIX(name, peer -> client);
            reactor.runUntil(client.made, LIMIT);

            assertThat(port.getHost()).isEqualTo(new UnixAddress(name));
            assertThat(client.transport().getPeer()).isEqualTo(new UnixAddress(name));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UNX-007")
    void onNioAnAbstractNameFailsWithTheReason(NettyTransport transport) throws Exception {
        assumeTrue(transport == NettyTransport.NIO, "NIO");
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            assertThatExceptionOfType(CannotListenException.class)
                    .isThrownBy(() -> reactor.listenUNIX("\0name", peer -> new Echo()))
                    .withMessageContaining("abstract name");
            assertThat(failure(reactor, "\0name", UnixConnectOptions.defaults()))
                    .hasMessageContaining("abstract name");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UNX-008")
    void halfCloseWorks(NettyTransport transport) throws Exception {
        assumeTrue(transport == NettyTransport.EPOLL || transport == NettyTransport.KQUEUE, "half-close from the peer");
        class Half extends Recorder implements HalfCloseable {
            @Override
            public void readConnectionLost() {
                transport().write("after your end");
                transport().loseConnection();
            }

            @Override
            public void writeConnectionLost() {
                events.add("write lost");
            }
        }
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Half server = new Half();
            reactor.listenUNIX(path(), peer -> server);
            Recorder client = new Recorder();
            reactor.connectUNIX(path(), peer -> client);
            reactor.runUntil(client.made, LIMIT);
            client.transport().write("x");
            client.transport().as(TcpTransport.class).orElseThrow().loseWriteConnection();

            assertThat(Loopback.end(reactor, client)).isEqualTo(ConnectionDone.class);
            assertThat(client.received).hasToString("after your end");
            assertThat(server.received).hasToString("x");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Spec("UNX-008")
    void anAbortEndsBothSides(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Recorder server = new Recorder();
            reactor.listenUNIX(path(), peer -> server);
            Recorder client = new Recorder();
            reactor.connectUNIX(path(), peer -> client);
            reactor.runUntil(client.made, LIMIT);
            reactor.runUntil(server.made, LIMIT);
            client.transport().abortConnection();

            assertThat(Loopback.end(reactor, client)).isEqualTo(ConnectionAborted.class);
            // A UNIX socket knows no reset without unread data: the peer sees an end.
            assertThat(Loopback.end(reactor, server)).isIn(ConnectionDone.class, ConnectionLost.class);
        }
    }
}
