/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

import com.sun.jna.NativeLong;
import io.netwist.bridge.Reactor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how things stand, and that the loop still turns.
 *
 * <p>Does nothing unless {@code NOTIFY_SOCKET} names a socket. Threading: the reactor's thread; a message is one datagram
 * and does not block. Source: sd_notify(3), sd_watchdog_enabled(3).
 */
final class Systemd {

    private static final Logger LOG = LoggerFactory.getLogger(Netwistd.class);
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private final @Nullable String socket;
    private final @Nullable Duration watchdog;

    Systemd() {
        String path = System.getenv("NOTIFY_SOCKET");
        socket = path == null || path.isEmpty() ? null : path;
        watchdog = socket == null ? null : watchdog(System.getenv("WATCHDOG_USEC"), System.getenv("WATCHDOG_PID"));
    }

    private static @Nullable Duration watchdog(@Nullable String microseconds, @Nullable String pid) {
        if (microseconds == null
                || (pid != null
                        && !pid.equals(String.valueOf(ProcessHandle.current().pid())))) {
            return null;
        }
        try {
            return Duration.ofNanos(Long.parseLong(microseconds) * 1000);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Everything listens and runs; from now on the loop itself feeds the watchdog, twice per period. */
    void ready(Reactor reactor, String status) {
        // A daemon is not the process that the service manager has started.
        String main = Relaunch.isDaemon() ? "MAINPID=" + ProcessHandle.current().pid() + "\n" : "";
        send(main + "READY=1\nSTATUS=" + status.replace('\n', ' '));
        if (watchdog != null) {
            feed(reactor, watchdog.dividedBy(2));
        }
    }

    private void feed(Reactor reactor, Duration period) {
        send("WATCHDOG=1");
        reactor.callLater(period, () -> feed(reactor, period));
    }

    void reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    void reloaded() {
        send("READY=1");
    }

    /** The end has begun, and may take this long. */
    void stopping(Duration limit) {
        send("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + limit.toNanos() / 1000);
    }

    private void send(String message) {
        String path = socket;
        if (path == null) {
            return;
        }
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name[0] == '@') {
            name[0] = 0;
        }
        ByteBuffer address = ByteBuffer.allocate(2 + name.length + 1).order(ByteOrder.nativeOrder());
        address.putShort((short) AF_UNIX).put(name);
        // An abstract name has no zero at its end: it would be part of it.
        int length = 2 + name.length + (name[0] == 0 ? 0 : 1);
        byte[] data = message.getBytes(StandardCharsets.UTF_8);
        int fd = Posix.C.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (fd < 0) {
            LOG.warn("cannot tell {}: no socket", path);
            return;
        }
        try {
            int sent = Posix.C.sendto(
                    fd, data, new NativeLong(data.length), MSG_DONTWAIT | MSG_NOSIGNAL, address.array(), length);
            if (sent < 0) {
                LOG.warn("cannot tell {}: the socket does not take it", path);
            }
        } finally {
            Posix.C.close(fd);
        }
    }
}
