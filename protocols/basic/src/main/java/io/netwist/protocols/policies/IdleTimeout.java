/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netwist.bridge.Protocol;
import io.netwist.deferred.time.Action;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A timeout that a protocol has: Twisted's {@code TimeoutMixin} as an object.
 *
 * <pre>{@code
 * class Session extends LineReceiver {
 *     final IdleTimeout timeout = new IdleTimeout(this);
 *     public void connectionMade() { timeout.setTimeout(Duration.ofMinutes(1)); }
 *     protected void lineReceived(String line) { timeout.resetTimeout(); }
 * }
 * }</pre>
 *
 * <p>It does not watch the traffic: the protocol says what counts. {@link #resetTimeout()} costs a look at the clock, so it
 * may be called for every message. It ends with the connection. Source: {@code
 * twisted.protocols.policies.TimeoutMixin}.
 */
public final class IdleTimeout {

    private final @Nullable Protocol protocol;
    private final @Nullable ReactorTime time;
    private final Action onTimeout;

    /** Null when no timeout is set. */
    private @Nullable Duration period;

    /** When something last happened. */
    private long since;

    private @Nullable DelayedCall call;
    private boolean watchingTheEnd;

    /**
     * One that closes the connection in order.
     *
     * @param protocol whose connection; may have none yet
     */
    public IdleTimeout(Protocol protocol) {
        this(protocol, () -> protocol.transport().loseConnection());
    }

    /**
     * One that does something else: Twisted's {@code timeoutConnection}.
     *
     * @param protocol whose connection; may have none yet
     * @param onTimeout called once each time the time is over
     */
    public IdleTimeout(Protocol protocol, Action onTimeout) {
        this.protocol = protocol;
        this.time = null;
        this.onTimeout = onTimeout;
    }

    /**
     * One that belongs to no protocol.
     *
     * @param time the clock
     * @param onTimeout called once each time the time is over
     */
    public IdleTimeout(ReactorTime time, Action onTimeout) {
        this.protocol = null;
        this.time = time;
        this.onTimeout = onTimeout;
    }

    private ReactorTime time() {
        if (time != null) {
            return time;
        }
        if (protocol == null) {
            throw new IllegalStateException("neither a clock nor a protocol");
        }
        return protocol.transport().reactor();
    }

    /**
     * Begins a countdown, in place of the one under way.
     *
     * @param period how long; null for no timeout
     * @return what was set before, or null
     * @throws IllegalArgumentException if it is negative
     */
    public @Nullable Duration setTimeout(@Nullable Duration period) {
        if (period != null && period.isNegative()) {
            throw new IllegalArgumentException("period: " + period + " (expected: zero or more)");
        }
        Duration before = this.period;
        cancelCall();
        this.period = period;
        if (period != null) {
            since = time().nanoTime();
            call = time().callLater(period, this::due);
            watchTheEnd();
        }
        return before;
    }

    /** Begins the countdown anew, if there is one. */
    public void resetTimeout() {
        if (period != null) {
            since = time().nanoTime();
        }
    }

    private void due() throws Exception {
        call = null;
        Duration limit = period;
        if (limit == null) {
            return;
        }
        // The timer is not moved with every reset; it asks when it comes whether it is time.
        long rest = limit.toNanos() - (time().nanoTime() - since);
        if (rest > 0) {
            call = time().callLater(Duration.ofNanos(rest), this::due);
        } else {
            period = null;
            onTimeout.run();
        }
    }

    private void watchTheEnd() {
        if (protocol != null && !watchingTheEnd) {
            watchingTheEnd = true;
            protocol.transport().whenConnectionLost().onSuccess(reason -> {
                period = null;
                cancelCall();
            });
        }
    }

    private void cancelCall() {
        if (call != null && call.active()) {
            call.cancel();
        }
        call = null;
    }
}
