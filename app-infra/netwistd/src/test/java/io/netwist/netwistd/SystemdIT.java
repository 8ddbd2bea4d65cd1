/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import io.netwist.deferred.testing.Spec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service manager's side of the conversation. */
class SystemdIT {

    @TempDir
    Path directory;

    /** What a socket that receives needs and the launcher does not. */
    interface Receiving extends Library {
        Receiving C = Native.load("c", Receiving.class);

        int bind(int fd, byte[] address, int length);

        NativeLong recv(int fd, byte[] data, NativeLong length, int flags);

        int setsockopt(int fd, int level, int name, byte[] value, int length);
    }

    @Test
    @Spec({"OPS-19", "OPS-20"})
    void tellsReadyWatchdogReloadAndStop() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "needs Linux");
        String path = directory.resolve("notify").toString();
        int fd = Posix.C.socket(1, 2, 0);
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        byte[] address = ByteBuffer.allocate(3 + name.length)
                .order(ByteOrder.nativeOrder())
                .putShort((short) 1)
                .put(name)
                .array();
        assertThat(Receiving.C.bind(fd, address, address.length)).isZero();
        // SO_RCVTIMEO: a message that does not come must not hang the test.
        byte[] minute = ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putLong(60)
                .array();
        assertThat(Receiving.C.setsockopt(fd, 1, 20, minute, minute.length)).isZero();
        List<String> heard = new ArrayList<>();
        try (Launched launched = Launched.start(
                directory,
                Map.of("NOTIFY_SOCKET", path, "WATCHDOG_USEC", "200000"),
                "echo",
                "--listen",
                "tcp:0:interface=127.0.0.1")) {
            assertThat(hear(fd, heard)).startsWith("READY=1\nSTATUS=ready on tcp:127.0.0.1:");
            assertThat(hear(fd, heard)).isEqualTo("WATCHDOG=1");
            assertThat(hear(fd, heard)).isEqualTo("WATCHDOG=1");
            launched.signal("HUP");
            while (!hear(fd, heard).startsWith("RELOADING=1\nMONOTONIC_USEC=")) {
                assertThat(heard).hasSizeLessThan(1000);
            }
            while (!hear(fd, heard).equals("READY=1")) {
                assertThat(heard).hasSizeLessThan(1000);
            }
            launched.signal("TERM");
            while (!hear(fd, heard).startsWith("STOPPING=1\nEXTEND_TIMEOUT_USEC=30000000")) {
                assertThat(heard).hasSizeLessThan(1000);
            }
            assertThat(launched.end().status()).isZero();
        } finally {
            Posix.C.close(fd);
        }
    }

    private static String hear(int fd, List<String> heard) {
        byte[] data = new byte[4096];
        int length = Receiving.C.recv(fd, data, new NativeLong(data.length), 0).intValue();
        assertThat(length).as("bytes after %s", heard).isPositive();
        String message = new String(data, 0, length, StandardCharsets.UTF_8);
        heard.add(message);
        return message;
    }
}
