/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.task.Tasks;
import io.netwist.deferred.time.ReactorTime;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Has peers that failed repeatedly wait before they may try again, longer each time.
 *
 * <p>Some failures are free; each further one doubles the time that the next attempt of that peer has to wait. Attempts
 * under way count as failures until they have succeeded, so that trying many at once gains nothing. A success, or some time
 * without an attempt, forgives all. An IPv6 peer is its /64, of which it has every address. A fixed number of peers is
 * remembered: when there are more, the one that tried least recently is forgotten.
 *
 * <p>Threading: one reactor's thread.
 */
public final class LoginThrottle {

    private static final int PEERS = 10_000;

    private final int free;
    private final Duration first;
    private final Duration longest;
    private final Duration forgiven;
    private final int waitingLimit;

    private final Map<String, Peer> peers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Peer> eldest) {
            return size() > PEERS;
        }
    };

    private static final class Peer {
        int failures;
        int underWay;
        long lastAttempt;
    }

    /**
     * A throttle.
     *
     * @param free how many failures cost nothing
     * @param first how long the attempt after these waits; the next twice as long, and so on
     * @param longest how long an attempt waits at most
     * @param forgiven how long a peer must not have tried to be forgiven
     * @param waitingLimit how many attempts of one peer may be under way
     */
    public LoginThrottle(int free, Duration first, Duration longest, Duration forgiven, int waitingLimit) {
        if (free < 0 || waitingLimit < 1) {
            throw new IllegalArgumentException(
                    "free: " + free + ", waitingLimit: " + waitingLimit + " (expected: 0 or more, and 1 or more)");
        }
        this.free = free;
        this.first = first;
        this.longest = longest;
        this.forgiven = forgiven;
        this.waitingLimit = waitingLimit;
    }

    /**
     * Three failures are free, then 1, 2, 4 up to 30 seconds; forgiven after 15 minutes; 20 attempts at once.
     *
     * @return a new one
     */
    public static LoginThrottle defaults() {
        return new LoginThrottle(3, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(15), 20);
    }

    /** Makes an attempt when it is its time. Fails with LoginDenied if too many wait. */
    <T> Deferred<T> attempt(Address from, ReactorTime time, Callable<Deferred<T>> attempt) {
        if (from.host().isEmpty()) {
            // Whoever reaches a UNIX socket or a pipe is on this machine, and all look alike.
            return Deferreds.maybeDeferring(attempt);
        }
        Peer peer = peers.computeIfAbsent(key(from), unknown -> new Peer());
        long now = time.nanoTime();
        if (peer.underWay == 0 && now - peer.lastAttempt > forgiven.toNanos()) {
            peer.failures = 0;
        }
        peer.lastAttempt = now;
        if (peer.underWay >= waitingLimit) {
            return Deferred.fail(new LoginDenied(peer.underWay + " attempts of " + from + " wait already"));
        }
        Duration wait = delay(peer.failures + peer.underWay);
        peer.underWay++;
        Deferred<T> tried = wait.isZero()
                ? Deferreds.maybeDeferring(attempt)
                : Tasks.deferLater(time, wait, () -> null)
                        .addCallbackDeferring(nothing -> Deferreds.maybeDeferring(attempt));
        return tried.onFired(outcome -> {
            peer.underWay--;
            if (outcome.isSuccess()) {
                peer.failures = 0;
            } else if (outcome.failure().is(LoginFailed.class)) {
                peer.failures++;
            }
        });
    }

    /** How long an attempt waits after so many failures. */
    Duration delay(int failures) {
        if (failures < free || first.isZero()) {
            return Duration.ZERO;
        }
        int doubled = Math.min(failures - free, 30);
        Duration wait = first.multipliedBy(1L << doubled);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    private static String key(Address peer) {
        byte @Nullable [] prefix = prefix(peer.host());
        return prefix == null ? peer.host() : HexFormat.of().formatHex(prefix);
    }

    private static byte @Nullable [] prefix(String host) {
        if (host.indexOf(':') < 0) {
            return null;
        }
        try {
            // A literal, so nothing is looked up.
            InetAddress address = InetAddress.getAllByName(host)[0];
            return address instanceof Inet6Address ? Arrays.copyOf(address.getAddress(), 8) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
