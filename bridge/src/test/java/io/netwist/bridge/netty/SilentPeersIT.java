/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.error.WriteBufferOverflow;
import io.netwist.deferred.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Peers that never read, against a server in another JVM with a heap of 128 MiB: the limits on what is unsent keep it alive,
 * and everybody else is served.
 */
class SilentPeersIT {

    private static final int SILENT = 1000;
    private static final int FLOODED = 10;
    private static final int WAVES = 5;
    private static final int ANSWER = 128 * 1024;
    private static final int PIECE = 256 * 1024;

    /** The server, in a JVM of its own: what the first byte asks for. */
    static final class Server extends BaseProtocol {

        private static int overflows;

        @Override
        public void dataReceived(ByteBuf data) {
            switch (data.readByte()) {
                case 'e' -> transport().write("echo");
                case 'a' -> transport().write(new byte[ANSWER]);
                case 'f' -> flood();
                default -> transport().write(String.format("%04d", overflows));
            }
        }

        /** All the server has, for as long as there is a connection, and no producer that could be slowed. */
        private void flood() {
            if (transport().isConnected()) {
                transport().write(new byte[PIECE]);
                reactor().callLater(Duration.ZERO, this::flood);
            }
        }

        @Override
        public void connectionLost(Failure reason) {
            if (reason.value() instanceof WriteBufferOverflow) {
                overflows++;
            }
        }

        public static void main(String[] arguments) {
            NettyReactor reactor = NettyReactor.builder()
                    .transport(NettyTransport.valueOf(arguments[0]))
                    .create();
            int port =
                    reactor.listenTCP(0, peer -> new Server(), LOCAL).getHost().port();
            System.out.println("port " + port);
            reactor.run();
        }
    }

    private static SocketChannel ask(int port, char command) throws IOException {
        SocketChannel client = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        client.write(java.nio.ByteBuffer.wrap(new byte[] {(byte) command}));
        return client;
    }

    /** Somebody who reads is served within the time of a socket's read. */
    private static String served(int port, char command, int bytes) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write(command);
            return new String(client.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @MethodSource("io.netwist.bridge.netty.Loopback#transports")
    void cannotTakeTheServerDown(NettyTransport transport) throws Exception {
        List<SocketChannel> open = new ArrayList<>();
        try (ChildJvm server = ChildJvm.start(
                Server.class,
                List.of(
                        "-Xmx128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", "")),
                transport.name())) {
            int port = portOf(server);
            Queue<String> said = new ConcurrentLinkedQueue<>();
            Thread listener = new Thread(() -> drain(server, said), "server-output");
            listener.setDaemon(true);
            listener.start();

            for (int i = 0; i < SILENT; i++) {
                open.add(ask(port, 'a'));
            }
            assertThat(served(port, 'e', 4)).isEqualTo("echo");
            for (int wave = 0; wave < WAVES; wave++) {
                for (int i = 0; i < FLOODED; i++) {
                    open.add(ask(port, 'f'));
                }
                assertThat(served(port, 'e', 4)).isEqualTo("echo");
            }
            // Each of these would have taken all there is, had it not been cut off.
            int cutOff = 0;
            for (int i = 0; cutOff < WAVES * FLOODED / 2 && i < 500; i++) {
                cutOff = Integer.parseInt(served(port, '?', 4));
            }
            assertThat(cutOff).as("connections cut off").isGreaterThanOrEqualTo(WAVES * FLOODED / 2);
            assertThat(served(port, 'e', 4)).isEqualTo("echo");
            assertThat(server.isAlive()).isTrue();
            assertThat(said).noneMatch(line -> line.contains("OutOf"));
        } finally {
            for (SocketChannel each : open) {
                each.close();
            }
        }
    }

    private static int portOf(ChildJvm server) throws IOException {
        String line = server.line();
        while (line != null && !line.startsWith("port ")) {
            line = server.line();
        }
        assertThat(line).as("the server's port").isNotNull();
        return Integer.parseInt(line.substring(5));
    }

    private static void drain(ChildJvm server, Queue<String> said) {
        try {
            for (String line = server.line(); line != null; line = server.line()) {
                said.add(line);
            }
        } catch (IOException e) {
            // It was ended.
        }
    }
}
