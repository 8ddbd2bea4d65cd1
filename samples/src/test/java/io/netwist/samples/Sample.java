/* SPDX-License-Identifier: MIT */
package io.netwist.samples;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.Action;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the tests of the samples ask of them. */
public final class Sample {

    /** How long a test waits before it fails. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    /** Only this machine may connect. */
    public static final ListenOptions LOCAL = ListenOptions.defaults().withInterface("127.0.0.1");

    private Sample() {}

    /** What a main method writes to standard output. */
    public static String outputOf(Action main) throws Exception {
        PrintStream real = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            main.run();
        } finally {
            System.setOut(real);
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    /** Drives a reactor until something is so, and no longer than the limit. */
    public static void until(NettyReactor reactor, BooleanSupplier so) {
        for (long end = reactor.nanoTime() + LIMIT.toNanos(); !so.getAsBoolean(); ) {
            if (reactor.nanoTime() > end) {
                throw new AssertionError("it is not so after " + LIMIT);
            }
            reactor.iterate(Duration.ofMillis(50));
        }
    }

    /** A class whose main method runs for ever, in a JVM of its own. */
    public static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The port at the end of the first line that contains a text. */
    public static int portIn(Process process, String text) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(text)) {
                return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            }
        }
        throw new IllegalStateException("ended without a line that contains " + text);
    }

    /** A blocking connection to a port of this machine, which gives up after the limit. */
    public static Socket socket(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    /** Keeps what it receives, and tells when there is enough of it. */
    public static final class Client extends BaseProtocol {
        private final StringBuilder received = new StringBuilder();
        private final Deferred<Client> made = new Deferred<>();
        private String awaited = "";
        private Deferred<String> found = new Deferred<>();

        /** Connects, and returns when connected. */
        public static Client connect(NettyReactor reactor, Address to) throws Exception {
            Client client = new Client();
            reactor.connectTCP(to.host(), to.port(), peer -> client);
            return reactor.runUntil(client.made, LIMIT);
        }

        /** Sends text. */
        public void send(String text) {
            transport().write(text);
        }

        @Override
        public void connectionMade() {
            made.callback(this);
        }

        /** Fired with all received so far, and forgotten then, as soon as it ends so. */
        public Deferred<String> until(String end) {
            awaited = end;
            found = new Deferred<>();
            look();
            return found;
        }

        private void look() {
            if (!awaited.isEmpty() && received.toString().endsWith(awaited)) {
                String all = received.toString();
                received.setLength(0);
                awaited = "";
                found.callback(all);
            }
        }

        @Override
        public void dataReceived(ByteBuf data) {
            received.append(data.toString(StandardCharsets.UTF_8));
            look();
        }

        @Override
        public void connectionLost(Failure reason) {
            if (!awaited.isEmpty()) {
                found.errback(new IllegalStateException("no " + awaited + " in " + received, reason.value()));
            }
        }
    }
}
