/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees: command lines, messages, signals, exit statuses. */
class NetwistdIT {

    private static final String[] ECHO = {"echo", "--listen", "tcp:0:interface=127.0.0.1"};

    @TempDir
    Path directory;

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void exchange(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        assertThat(new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    private void fails(int status, String message, String... arguments) throws Exception {
        Launched.Ended ended = Launched.run(directory, arguments);
        assertThat(ended.err()).isEqualTo("netwistd: " + message + "\n");
        assertThat(ended.status()).isEqualTo(status);
        assertThat(ended.out()).doesNotContain("ready").doesNotContain("\tat ");
    }

    @Test
    @Spec({"TWD-20", "TWD-23", "SVC-24"})
    void servesAndEndsInOrderAtSigterm() throws Exception {
        try (Launched launched = Launched.start(directory, ECHO);
                Socket socket = connect(launched.port())) {
            exchange(socket, "hello");
            long begun = System.nanoTime();
            launched.signal("TERM");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            Launched.Ended ended = launched.end();
            assertThat(ended.status()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out())
                    .contains("starting up")
                    .contains("received SIGTERM")
                    .contains("shut down, status 0");
        }
    }

    @Test
    void sendsBackWhatCameJustBeforeTheEndOfStream() throws Exception {
        try (Launched launched = Launched.start(directory, ECHO);
                Socket socket = connect(launched.port())) {
            byte[] sent = new byte[3_000_000];
            new java.util.Random(1).nextBytes(sent);
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
            writer.join();
        }
    }

    @Test
    @Spec("TWD-33")
    void sigintStopsItToo() throws Exception {
        try (Launched launched = Launched.start(directory, ECHO)) {
            launched.port();
            launched.signal("INT");
            assertThat(launched.end().status()).isZero();
        }
    }

    @Test
    @Spec({"TWD-01", "PLG-08", "PLG-09"})
    void helpListsTheServicesFound() throws Exception {
        Launched.Ended ended = Launched.run(directory, "--help");
        assertThat(ended.status()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("--reactor").contains("-y").contains("  echo");
        assertThat(Launched.run(directory).out()).isEqualTo(ended.out());
    }

    @Test
    @Spec({"USG-16", "USG-14"})
    void aServiceShowsItsOwnHelp() throws Exception {
        Launched.Ended ended = Launched.run(directory, "echo", "--help");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("--listen").contains("--port").contains("Sends back what it receives.");
    }

    @Test
    @Spec("TWD-02")
    void tellsItsVersion() throws Exception {
        Launched.Ended ended = Launched.run(directory, "--version");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("netwistd ");
    }

    @Test
    @Spec("TWD-15")
    void listsTheReactorsThatWorkHere() throws Exception {
        Launched.Ended ended = Launched.run(directory, "--help-reactors");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("nio").contains("auto");
    }

    @Test
    @Spec("TWD-14")
    void runsOnTheReactorThatWasAskedFor() throws Exception {
        try (Launched launched =
                        Launched.start(directory, "--reactor", "nio", "echo", "--listen", "tcp:0:interface=127.0.0.1");
                Socket socket = connect(launched.port())) {
            exchange(socket, "hello");
            assertThat(launched.out()).contains("reactor nio");
        }
    }

    @Test
    @Spec("TWD-14")
    void refusesAReactorThatIsUnknown() throws Exception {
        Launched.Ended ended = Launched.run(directory, "--reactor", "select", "echo", "--port", "0");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err().lines()).singleElement().asString().contains("--reactor: select (expected: one of auto");
    }

    @Test
    @Spec({"OPS-08", "SVC-21", "SVC-31"})
    void aPortInUseIsFatal() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            fails(
                    1,
                    "cannot listen on tcp:127.0.0.1:" + port + ": Address already in use",
                    "echo",
                    "--listen",
                    "tcp:" + port + ":interface=127.0.0.1");
        }
    }

    @Test
    @Spec({"TWD-20", "USG-12"})
    void refusesAServiceThatIsUnknown() throws Exception {
        Launched.Ended ended = Launched.run(directory, "ecko", "--port", "0");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .startsWith("netwistd: ecko: unknown service (expected: one of ")
                .contains("echo");
    }

    @Test
    @Spec({"TWD-21", "USG-04", "OPS-10"})
    void refusesAnOptionThatIsUnknown() throws Exception {
        fails(2, "echo: Unknown option: '--Prot'", "echo", "--Prot");
        fails(2, "Unknown option: '--frobnicate'", "--frobnicate", "echo");
    }

    @Test
    @Spec("USG-06")
    void refusesAPortThatIsNone() throws Exception {
        fails(2, "echo: --port: 70000 (expected: 0..65535)", "echo", "--port", "70000");
    }

    @Test
    void servesFilesOverHttp() throws Exception {
        Files.writeString(directory.resolve("page.html"), "<p>hello</p>");
        try (Launched launched =
                Launched.start(directory, "web", "--listen", "tcp:0:interface=127.0.0.1", "--path", ".")) {
            URI base = URI.create("http://127.0.0.1:" + launched.port() + "/");
            HttpClient client = HttpClient.newHttpClient();
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(base.resolve("page.html")).build(), BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).isEqualTo("<p>hello</p>");
            assertThat(client.send(HttpRequest.newBuilder(base).build(), BodyHandlers.ofString())
                            .body())
                    .contains("page.html");
            launched.signal("TERM");
            assertThat(launched.end().status()).isZero();
        }
    }

    @Test
    void aPathThatIsMissingIsNamed() throws Exception {
        fails(1, "no-such-directory: no such file or directory", "web", "--port", "0", "--path", "no-such-directory");
        fails(2, "web: nothing to serve (expected: --path PATH, or --proxy)", "web", "--port", "0");
    }

    @Test
    @Spec("OPS-18")
    void takesOptionsOfTheProcessFromTheEnvironment() throws Exception {
        try (Launched launched = Launched.start(
                directory, Map.of("NETWIST_LOG_FORMAT", "json"), "echo", "--listen", "tcp:0:interface=127.0.0.1")) {
            launched.port();
            assertThat(launched.out()).startsWith("{");
        }
    }

    @Test
    void refusesAServerWithoutAPlace() throws Exception {
        fails(
                2,
                "echo: no place to listen (expected: --listen ENDPOINT, for example --listen tcp:8080, or --port N)",
                "echo");
    }

    @Test
    @Spec("OPS-02")
    void theThirdSignalEndsItAtOnce() throws Exception {
        Path tac = directory.resolve("Stuck.java");
        Files.writeString(tac, """
                import io.netwist.application.*;
                import io.netwist.deferred.Deferred;
                public class Stuck implements java.util.function.Supplier<Application> {
                    public Application get() {
                        return new Application("stuck").with(new BaseService() {
                            @Override public Deferred<?> drainService() { return new Deferred<>(self -> {}); }
                            @Override public Deferred<?> stopService() { return new Deferred<>(self -> {}); }
                        });
                    }
                }
                """);
        try (Launched launched = Launched.start(directory, "-y", tac.toString())) {
            launched.line("ready");
            launched.signal("TERM");
            launched.line("draining for at most 25 s");
            launched.signal("TERM");
            launched.line("stopping without further draining");
            launched.signal("TERM");
            assertThat(launched.end().status()).isEqualTo(3);
        }
    }

    @Test
    @Spec({"OPS-01", "OPS-03"})
    void aStopThatTakesTooLongIsForcedAndSaysWhoWasLate() throws Exception {
        Path tac = directory.resolve("Slow.java");
        Files.writeString(tac, """
                import io.netwist.application.*;
                import io.netwist.deferred.Deferred;
                public class Slow implements java.util.function.Supplier<Application> {
                    public Application get() {
                        BaseService slow = new BaseService() {
                            @Override public Deferred<?> drainService() { return new Deferred<>(); }
                        };
                        slow.setName("slow one");
                        return new Application("slow").with(slow);
                    }
                }
                """);
        try (Launched launched = Launched.start(directory, "--stop-timeout", "0.2", "-y", tac.toString())) {
            launched.line("ready");
            launched.signal("TERM");
            Launched.Ended ended = launched.end();
            assertThat(ended.status()).isEqualTo(3);
            assertThat(ended.out()).contains("still draining").contains("slow/slow one");
        }
    }

    @Test
    @Spec("OPS-04")
    void aServiceThatFailsToStopMakesTheStatusNonZero() throws Exception {
        Path tac = directory.resolve("Bad.java");
        Files.writeString(tac, """
                import io.netwist.application.*;
                import io.netwist.deferred.Deferred;
                public class Bad implements java.util.function.Supplier<Application> {
                    public Application get() {
                        return new Application("bad").with(new BaseService() {
                            @Override public Deferred<?> stopService() { throw new IllegalStateException("rusty"); }
                        });
                    }
                }
                """);
        try (Launched launched = Launched.start(directory, "-y", tac.toString())) {
            launched.line("ready");
            launched.signal("TERM");
            Launched.Ended ended = launched.end();
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.out()).contains("bad/Bad$1 failed to stop").contains("rusty");
        }
    }
}
