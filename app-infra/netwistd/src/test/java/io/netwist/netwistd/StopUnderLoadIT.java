/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwist.deferred.testing.Spec;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop while clients ask as fast as they can. */
class StopUnderLoadIT {

    private static final byte[] BODY = "x".repeat(3000).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GET = "GET /page.txt HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private final CountDownLatch answered = new CountDownLatch(2000);
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();

    /** Asks until nobody listens any more. */
    private void ask(int port, boolean keep) {
        while (true) {
            try (Socket socket = new Socket()) {
                try {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
                } catch (IOException e) {
                    return;
                }
                socket.setSoTimeout(20_000);
                socket.setTcpNoDelay(true);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                boolean kept;
                do {
                    socket.getOutputStream().write(GET);
                    kept = !read(in).contains("Connection: close");
                    answered.countDown();
                } while (keep && kept);
            } catch (IOException e) {
                failed.add((keep ? "kept: " : "new: ") + e);
            }
        }
    }

    private static String read(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 200 ")) {
            throw new IOException("answered " + head);
        }
        byte[] body = new byte[BODY.length];
        in.readFully(body);
        return head.toString();
    }

    @Test
    @Spec({"OPS-01", "OPS-05"})
    void noRequestFails() throws Exception {
        Files.write(directory.resolve("page.txt"), BODY);
        try (Launched launched =
                Launched.start(directory, "web", "--listen", "tcp:0:interface=127.0.0.1", "--path", ".")) {
            int port = launched.port();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                boolean keep = i % 3 != 0;
                Thread client = new Thread(() -> ask(port, keep), "client " + i);
                client.start();
                clients.add(client);
            }
            answered.await();
            launched.signal("TERM");
            for (Thread each : clients) {
                each.join();
            }
            assertThat(launched.end().status()).isZero();
        }
        assertThat(failed).isEmpty();
    }
}
