/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of callbacks that keep a reactor from everything else.
 *
 * <p>One daemon thread for the JVM, alive while any reactor is watched. It asks each reactor for a number that is odd
 * while a callback runs and another one each time: the same odd number for too long is a blocked loop. So the reactor pays
 * two plain writes for a callback and reads no clock.
 */
final class Watchdog implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(20);

    /** At most one warning of each reactor in this time. */
    private static final long QUIET = TimeUnit.SECONDS.toNanos(1);

    private static final Set<Watched> WATCHED = ConcurrentHashMap.newKeySet();
    private static @Nullable Thread thread;

    /** One reactor, and what was seen of it last. All but the constructor's values belong to the watchdog's thread. */
    static final class Watched {
        private final NettyReactor reactor;
        private final long limit;
        private long callback;
        private long since;
        private long warned;
        private long warnedAt;

        Watched(NettyReactor reactor, long limit) {
            this.reactor = reactor;
            this.limit = limit;
        }

        private void look(long now) {
            long current = reactor.callbackNumber();
            if (current != callback) {
                callback = current;
                since = now;
            } else if ((current & 1) == 1
                    && now - since >= limit
                    && warned != current
                    && (warnedAt == 0 || now - warnedAt >= QUIET)) {
                StackTraceElement[] stack = reactor.thread().getStackTrace();
                if (reactor.callbackNumber() == current) {
                    warned = current;
                    warnedAt = now;
                    warn(TimeUnit.NANOSECONDS.toMillis(now - since), stack);
                }
            }
        }

        private void warn(long millis, StackTraceElement[] stack) {
            StringBuilder text = new StringBuilder();
            for (StackTraceElement frame : stack) {
                text.append("\n  at ").append(frame);
            }
            LOG.warn(
                    "{} has been blocked by one callback for {} ms (expected: under {} ms); move blocking work to"
                            + " deferToThread{}",
                    reactor,
                    millis,
                    TimeUnit.NANOSECONDS.toMillis(limit),
                    text);
        }
    }

    private Watchdog() {}

    static void watch(Watched reactor) {
        synchronized (Watchdog.class) {
            WATCHED.add(reactor);
            if (thread == null) {
                thread = new Thread(new Watchdog(), "netwist-watchdog");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    static void forget(Watched reactor) {
        WATCHED.remove(reactor);
    }

    @Override
    public void run() {
        while (isWanted()) {
            LockSupport.parkNanos(this, PERIOD);
            long now = System.nanoTime();
            for (Watched each : WATCHED) {
                each.look(now);
            }
        }
    }

    private static boolean isWanted() {
        synchronized (Watchdog.class) {
            if (WATCHED.isEmpty()) {
                thread = null;
                return false;
            }
            return true;
        }
    }
}
