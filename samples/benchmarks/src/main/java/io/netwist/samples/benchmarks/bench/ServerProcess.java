/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that runs as a process of its own, on a core of its own where there are several. */
final class ServerProcess implements AutoCloseable {
    private static final Path HERE = Path.of(System.getProperty("bench.home", "samples/benchmarks"));

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final int port;

    private ServerProcess(String name, Process process, int knownPort) throws IOException {
        this.name = name;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.port = knownPort != 0 ? knownPort : readPort();
    }

    private int readPort() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("listening ")) {
                return Integer.parseInt(line.substring("listening ".length()));
            }
        }
        throw new IOException("the server " + name + " ended before it listened");
    }

    /**
     * Tells why a peer cannot take part here.
     *
     * @return the reason, or empty when it can
     */
    static Optional<String> missing(String peer) {
        return switch (peer) {
            case "twisted" ->
                runs("/usr/bin/python3", "-c", "import twisted")
                        ? Optional.empty()
                        : Optional.of("python3-twisted is not installed");
            case "twisted-pypy" ->
                runs(
                                "pypy3",
                                "-c",
                                "import sys; sys.path.append('/usr/lib/python3/dist-packages'); import twisted.internet.reactor")
                        ? Optional.empty()
                        : Optional.of("pypy3 with Twisted is not installed");
            case "nginx" -> runs("/usr/sbin/nginx", "-v") ? Optional.empty() : Optional.of("nginx is not installed");
            default -> Optional.empty();
        };
    }

    private static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException no) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The command that starts a server; the port is printed unless it is nginx. */
    static List<String> command(String peer, String service, String transport) {
        return switch (peer) {
            case "twisted" -> List.of("/usr/bin/python3", script(), service);
            case "twisted-pypy" -> List.of("pypy3", script(), service);
            default -> {
                List<String> java = new ArrayList<>(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:MaxDirectMemorySize=1g",
                        "-Dio.netty.leakDetection.level=disabled",
                        "-Dfiles=" + files()));
                if (Runtime.version().feature() >= 22) {
                    java.add("--enable-native-access=ALL-UNNAMED");
                }
                java.addAll(List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.netwist.samples.benchmarks.peer.PeerMain",
                        peer,
                        service,
                        transport));
                yield java;
            }
        };
    }

    private static String script() {
        return HERE.resolve("src/main/python/twisted_peer.py").toString();
    }

    /** The directory of the files that static services serve. */
    static Path files() {
        return HERE.resolve("target/files").toAbsolutePath();
    }

    static ServerProcess start(String peer, String service, String transport) throws IOException {
        if (peer.equals("nginx")) {
            int port = freePort();
            ServerProcess server = new ServerProcess(
                    peer, launch(List.of("/usr/sbin/nginx", "-c", nginx(port).toString())), port);
            server.awaitPort();
            return server;
        }
        return new ServerProcess(peer, launch(command(peer, service, transport)), 0);
    }

    /** On the first core, where there is more than one; the load is on another. */
    private static Process launch(List<String> command) throws IOException {
        List<String> all = new ArrayList<>();
        if (Boolean.getBoolean("bench.pinned")) {
            all.addAll(List.of("taskset", "-c", "0"));
        }
        all.addAll(command);
        return new ProcessBuilder(all)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        HERE.resolve("target/servers.log").toFile()))
                .start();
    }

    private static Path nginx(int port) throws IOException {
        Path directory = Files.createDirectories(HERE.resolve("target/nginx").toAbsolutePath());
        return Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 16384; }
                http {
                    access_log off;
                    sendfile on;
                    tcp_nopush on;
                    tcp_nodelay on;
                    keepalive_requests 100000000;
                    types { application/octet-stream bin; text/plain txt; }
                    server {
                        listen 127.0.0.1:%2$d;
                        root %3$s;
                        location = /hello { default_type text/plain; return 200 "Hello, world"; }
                    }
                }
                """.formatted(directory, port, files()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitPort() throws IOException {
        for (long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); ; ) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > limit || !process.isAlive()) {
                    throw new IOException("the server " + name + " does not listen on " + port, notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** The processor time that the threads of the process have used, in nanoseconds. */
    long cpuNanos() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path task : tasks) {
                try {
                    String text = Files.readString(task.resolve("schedstat"));
                    sum += Long.parseLong(text.substring(0, text.indexOf(' ')));
                } catch (NoSuchFileException over) {
                    // The thread ended just now.
                }
            }
        }
        return sum;
    }

    /** The memory that the process occupies, in bytes. */
    long resident() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("the server " + name + " has ended");
    }

    /** Asks a server of ours: bytes or heap. Others do not answer. */
    @Nullable
    Long ask(String question) throws IOException {
        if (name.equals("nginx") || name.startsWith("twisted")) {
            return null;
        }
        OutputStream questions = process.getOutputStream();
        questions.write((question + "\n").getBytes(StandardCharsets.US_ASCII));
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the server " + name + " has ended");
        }
        return Long.valueOf(answer);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
