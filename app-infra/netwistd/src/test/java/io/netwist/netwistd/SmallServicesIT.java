/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services that are bundled, each as its clients meet it. */
class SmallServicesIT {

    private static final String HERE = "tcp:0:interface=127.0.0.1";

    @TempDir
    Path directory;

    @AfterEach
    void forgetPassword() {
        Authenticator.setDefault(null);
    }

    private static Socket connect(int port) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** All that a service says, after a question. */
    private String answer(String question, String... arguments) throws Exception {
        return new String(bytes(question, arguments), StandardCharsets.US_ASCII);
    }

    private byte[] bytes(String question, String... arguments) throws Exception {
        try (Launched launched = Launched.start(directory, arguments);
                Socket socket = connect(launched.port())) {
            socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        }
    }

    /** What a service says next, while its client stays. */
    private String reply(String question, int length, String... arguments) throws Exception {
        try (Launched launched = Launched.start(directory, arguments);
                Socket socket = connect(launched.port())) {
            socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
        }
    }

    @Test
    @Spec({"PLG-08", "PLG-10"})
    void helpListsAll() throws Exception {
        String help = Launched.run(directory, "--help").out();
        assertThat(help)
                .contains("  chargen ")
                .contains("  daytime ")
                .contains("  discard ")
                .contains("  ident ")
                .contains("  portforward ")
                .contains("  procmon ")
                .contains("  qotd ")
                .contains("  socks ")
                .contains("  time ");
    }

    @Test
    @Spec("MON-12")
    void thoseThatSayOneThingSayIt() throws Exception {
        assertThat(answer("", "daytime", "--listen", HERE)).matches("[A-Z][a-z]{2} [A-Z][a-z]{2} .* \\d{4}\r\n");
        long seconds = ByteBuffer.wrap(bytes("", "time", "--listen", HERE)).getInt() & 0xffff_ffffL;
        assertThat(seconds - 2_208_988_800L)
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond());
        assertThat(answer("", "qotd", "--listen", HERE)).contains("apple");
        assertThat(answer("", "qotd", "--listen", HERE, "--quote", "Hi.", "--quote", "Ho."))
                .isIn("Hi.\r\n", "Ho.\r\n");
        assertThat(answer("anything", "discard", "--listen", HERE)).isEmpty();
    }

    @Test
    @Spec("MON-12")
    void chargenTalksUntilTheStop() throws Exception {
        try (Launched launched = Launched.start(directory, "chargen", "--listen", HERE);
                Socket socket = connect(launched.port())) {
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(74), StandardCharsets.US_ASCII))
                    .startsWith(" !\"#")
                    .endsWith("\r\n");
            launched.signal("TERM");
            in.readAllBytes();
            assertThat(launched.end().status()).isZero();
        }
    }

    @Test
    @Spec("PLG-08")
    void identNamesTheOwnerOfAConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = connect(server.getLocalPort());
                Socket accepted = server.accept()) {
            String ports = accepted.getLocalPort() + ", " + client.getLocalPort();
            String wanted = ports + " : USERID : LINUX : " + System.getProperty("user.name") + "\r\n";
            assertThat(reply(ports + "\r\n", wanted.length(), "ident", "--listen", HERE))
                    .isEqualTo(wanted);
        }
    }

    @Test
    @Spec("PLG-08")
    void portforwardConnectsToAServerElsewhere() throws Exception {
        try (Launched echo = Launched.start(directory, "echo", "--listen", HERE)) {
            String port = String.valueOf(echo.port());
            assertThat(reply("hello", 5, "portforward", "--listen", HERE, "-h", "127.0.0.1", "-d", port))
                    .isEqualTo("hello");
            try (Launched forward = Launched.start(
                            directory, "portforward", "--listen", HERE, "--to", "tcp:127.0.0.1:" + port);
                    Socket socket = connect(forward.port())) {
                socket.getOutputStream().write('x');
                assertThat(socket.getInputStream().read()).isEqualTo('x');
                forward.signal("TERM");
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
                assertThat(forward.end().status()).isZero();
            }
        }
        assertThat(Launched.run(directory, "portforward", "--listen", HERE).err())
                .startsWith("netwistd: portforward: no destination (expected: --to ENDPOINT");
        assertThat(Launched.run(directory, "portforward", "--listen", HERE, "-d", "70000")
                        .err())
                .isEqualTo("netwistd: portforward: --dest-port: 70000 (expected: 1..65535)\n");
        assertThat(Launched.run(directory, "portforward", "--listen", HERE, "--to", "tcp:x:y")
                        .err())
                .startsWith("netwistd: portforward: --to: ");
    }

    private static String throughProxy(int proxy, ServerSocket server) throws Exception {
        CompletableFuture<Void> greeted = CompletableFuture.runAsync(() -> {
            try (Socket accepted = server.accept()) {
                accepted.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        try (Socket socket = new Socket(
                new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy)))) {
            socket.connect(server.getLocalSocketAddress(), 30_000);
            socket.setSoTimeout(30_000);
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            greeted.join();
            return said;
        }
    }

    private static void answerWith(String user, String password) {
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password.toCharArray());
            }
        });
    }

    @Test
    @Spec({"CRD-19", "CRD-22"})
    void socksServesThoseWhoKnowAPassword() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Launched open = Launched.start(directory, "socks", "--listen", HERE);
                Launched closed = Launched.start(directory, "socks", "--listen", HERE, "--auth", "memory:joe:secret");
                Launched wide = Launched.start(directory, "socks", "--port", "0")) {
            assertThat(throughProxy(open.port(), server)).isEqualTo("hello");
            assertThat(open.out()).doesNotContain("whoever can reach this");
            assertThat(wide.line("whoever can reach this")).contains("tcp:0");
            answerWith("joe", "secret");
            assertThat(throughProxy(closed.port(), server)).isEqualTo("hello");
            answerWith("joe", "guess");
            assertThat(refusal(closed.port(), server)).contains("SOCKS");
            assertThat(closed.line("login refused")).contains("user=joe");
        }
    }

    @Test
    @Spec("OPS-05")
    void aStopEndsWhatGoesThroughAProxy() throws Exception {
        try (Launched echo = Launched.start(directory, "echo", "--listen", HERE);
                Launched proxy = Launched.start(directory, "socks", "--listen", HERE);
                Socket socket = new Socket(new Proxy(
                        Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())))) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.port()), 30_000);
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
            proxy.signal("TERM");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(proxy.end().status()).isZero();
        }
    }

    private static String refusal(int proxy, ServerSocket server) throws Exception {
        try (Socket socket = new Socket(
                new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy)))) {
            socket.connect(server.getLocalSocketAddress(), 30_000);
            return "served";
        } catch (java.net.SocketException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
