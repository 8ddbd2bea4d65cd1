/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.error.AlreadyListened;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.bridge.netty.NettyTransport;
import io.netwist.deferred.testing.Spec;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that inherits blocking sockets, passed to it as systemd would. */
class SystemdIT {

    /** Opens two sockets, numbers them 3 and 4, and becomes the server. */
    private static final String ACTIVATE = """
            import fcntl, os, socket, sys
            tcp = socket.socket(); tcp.bind(("127.0.0.1", 0)); tcp.listen(50)
            unix = socket.socket(socket.AF_UNIX); unix.bind(sys.argv[1]); unix.listen(50)
            fds = [each.fileno() for each in (tcp, unix)]
            print(tcp.getsockname()[1], flush=True)
            high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 20) for fd in fds]
            for number, fd in zip((3, 4), high):
                os.dup2(fd, number, inheritable=True)
            for fd in range(5, 30):
                try: os.close(fd)
                except OSError: pass
            os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2", LISTEN_FDNAMES="web:local")
            os.execvp(sys.argv[2], sys.argv[2:])
            """;

    private static final class Echo extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            transport().write(data.retain());
        }
    }

    /** The server: echoes on both sockets until its input ends. */
    static final class Server {
        private Server() {}

        public static void main(String[] arguments) throws Exception {
            NettyReactor reactor = NettyReactor.builder().start(starting -> {
                ServerEndpoint web = Endpoints.serverFromString(starting, "systemd:domain=INET:index=0");
                web.listen(peer -> new Echo()).consume(Server::say, failure -> say(failure.value()));
                web.listen(peer -> new Echo()).consume(Server::say, failure -> say(failure.value()));
                Endpoints.serverFromString(starting, "systemd:domain=UNIX:name=local")
                        .listen(peer -> new Echo())
                        .consume(Server::say, failure -> say(failure.value()));
            });
            say("ready");
            System.in.readAllBytes();
            reactor.close();
        }

        private static void say(Object what) {
            System.out.println(what instanceof ListeningPort port ? port.getHost() : what);
        }
    }

    @Test
    @Timeout(60)
    @Spec({"END-019", "END-030", "TRN-045"})
    void acceptsOnInheritedSockets(@TempDir Path directory) throws Exception {
        assumeTrue(NettyTransport.AUTO.resolve() == NettyTransport.EPOLL, "epoll");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3, to play systemd");
        Path socket = directory.resolve("socket");
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-c", ACTIVATE, socket.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Server.class.getName()));
        Process server = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(said.readLine());
            List<String> lines = new ArrayList<>();
            for (String line = said.readLine(); line != null && !line.equals("ready"); line = said.readLine()) {
                lines.add(line);
            }
            assertThat(lines).contains("tcp:127.0.0.1:" + port, "unix:" + socket);
            assertThat(lines).anyMatch(line -> line.startsWith(AlreadyListened.class.getName()));
            for (int i = 0; i < 3; i++) {
                assertThat(echoTcp(port, "hello " + i)).isEqualTo("hello " + i);
            }
            assertThat(echoUnix(socket, "by name")).isEqualTo("by name");
            server.getOutputStream().close();
            assertThat(server.waitFor()).isZero();
            assertThat(socket).exists();
        } finally {
            server.destroyForcibly();
        }
    }

    private static String echoTcp(int port, String text) throws Exception {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(client.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8);
        }
    }

    private static String echoUnix(Path path, String text) throws Exception {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(path));
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(text.length());
            int read = 0;
            while (answer.hasRemaining() && read >= 0) {
                read = client.read(answer);
            }
            return new String(answer.array(), StandardCharsets.UTF_8);
        }
    }
}
