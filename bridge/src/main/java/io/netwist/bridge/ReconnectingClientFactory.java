/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.bridge.error.NotConnectingException;
import io.netwist.deferred.Failure;
import io.netwist.deferred.time.DelayedCall;
import io.netwist.deferred.time.ReactorTime;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client factory that connects again, later each time, when an attempt fails or a connection is lost. Extend me, and call
 * {@link #resetDelay()} when a connection is good, for example in {@code buildProtocol} or after a login.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>The first wait is the initial delay times the factor, which is 2.7 s unless something else is set; each later one is
 *       longer by the factor, up to the longest, and all vary by chance.
 *   <li>An override of {@code clientConnectionFailed} or {@code clientConnectionLost} calls super, or {@link #retry}.
 * </ul>
 *
 * <p>For code that comes from Twisted. New programs use {@code ClientService}, which has a protocol for whoever waits for one.
 * Twisted lets chance make a delay longer than the longest, or negative; here it cannot. Threading: the reactor's thread.
 * Source: {@code twisted.internet.protocol.ReconnectingClientFactory}.
 *
 * @param <P> the protocols made
 */
public abstract class ReconnectingClientFactory<P extends Protocol> implements ClientFactory<P> {

    private static final Logger LOG = LoggerFactory.getLogger(ReconnectingClientFactory.class);

    private final ReactorTime time;
    private final RandomGenerator random;

    private Duration initialDelay = Duration.ofSeconds(1);
    private Duration maxDelay = Duration.ofHours(1);

    /** These two are Twisted's numbers. */
    private double factor = Math.E;

    private double jitter = 0.11962656472;

    /** Negative means no limit. */
    private int maxRetries = -1;

    private double delay = initialDelay.toNanos();
    private int retries;
    private boolean continueTrying = true;
    private @Nullable Connector connector;
    private @Nullable DelayedCall waiting;

    /**
     * For subclasses.
     *
     * @param time the reactor, or a clock
     */
    protected ReconnectingClientFactory(ReactorTime time) {
        this(time, RandomGenerator.getDefault());
    }

    /**
     * For subclasses whose delays must not depend on chance.
     *
     * @param time the reactor, or a clock
     * @param random varies the delays
     */
    protected ReconnectingClientFactory(ReactorTime time, RandomGenerator random) {
        this.time = Objects.requireNonNull(time, "time");
        this.random = Objects.requireNonNull(random, "random");
    }

    // ---- settings

    /**
     * Sets what the delays begin with.
     *
     * @param delay 1 s until set
     */
    protected final void setInitialDelay(Duration delay) {
        initialDelay = notNegative("delay", delay);
        resetDelay();
    }

    /**
     * Sets the longest delay.
     *
     * @param delay an hour until set
     */
    protected final void setMaxDelay(Duration delay) {
        maxDelay = notNegative("delay", delay);
    }

    /**
     * Sets by how much each delay is longer than the one before.
     *
     * @param factor 1 or more; e until set
     */
    protected final void setFactor(double factor) {
        if (!(factor >= 1)) {
            throw new IllegalArgumentException("factor: " + factor + " (expected: 1 or more)");
        }
        this.factor = factor;
    }

    /**
     * Sets how much chance varies a delay.
     *
     * @param jitter the standard deviation as a share of the delay; 0 for none, about 0.12 until set
     */
    protected final void setJitter(double jitter) {
        if (!(jitter >= 0)) {
            throw new IllegalArgumentException("jitter: " + jitter + " (expected: zero or more)");
        }
        this.jitter = jitter;
    }

    /**
     * Sets after how many attempts in vain to give up.
     *
     * @param retries zero or more; no limit until set
     */
    protected final void setMaxRetries(int retries) {
        if (retries < 0) {
            throw new IllegalArgumentException("retries: " + retries + " (expected: zero or more)");
        }
        maxRetries = retries;
    }

    private static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: zero or more)");
        }
        return value;
    }

    // ---- what programs call

    /** A connection is good: the next delay is the first one again, and attempts are counted anew. */
    public final void resetDelay() {
        delay = initialDelay.toNanos();
        retries = 0;
        continueTrying = true;
    }

    /**
     * Tries again, after the next delay.
     *
     * @param connector which one
     */
    public final void retry(Connector connector) {
        this.connector = Objects.requireNonNull(connector, "connector");
        retry();
    }

    /**
     * Tries again with the connector used last, after the next delay.
     *
     * @throws IllegalStateException if there was none
     */
    public final void retry() {
        if (!continueTrying) {
            LOG.debug("{} was stopped and does not try {} again", name(), connector);
            return;
        }
        Connector again = connector;
        if (again == null) {
            throw new IllegalStateException("retry: " + name() + " has never connected (expected: a connector)");
        }
        retries++;
        if (maxRetries >= 0 && retries > maxRetries) {
            LOG.info("{} gives up {} after {} retries", name(), again.getDestination(), maxRetries);
            return;
        }
        double longest = maxDelay.toNanos();
        delay = Math.min(delay * factor, longest);
        if (jitter > 0) {
            delay = Math.max(0, Math.min(random.nextGaussian(delay, delay * jitter), longest));
        }
        Duration wait = Duration.ofNanos(Math.round(delay));
        LOG.info("{} tries {} again in {}", name(), again.getDestination(), wait);
        waiting = time.callLater(wait, () -> {
            waiting = null;
            again.connect();
        });
    }

    /**
     * Tries no more: a retry that waits is dropped, an attempt under way is stopped, and the connection there is, if any, is not
     * replaced when it is lost. {@link #resetDelay()} takes it back.
     */
    public final void stopTrying() {
        continueTrying = false;
        DelayedCall dropped = waiting;
        waiting = null;
        if (dropped != null) {
            dropped.cancel();
        }
        if (connector != null) {
            try {
                connector.stopConnecting();
            } catch (NotConnectingException e) {
                LOG.debug("{} has no attempt under way", name());
            }
        }
    }

    /**
     * Whether a failure or a loss is answered by another attempt.
     *
     * @return true until {@link #stopTrying()}
     */
    public final boolean isTrying() {
        return continueTrying;
    }

    private String name() {
        return getClass().getName();
    }

    // ---- ClientFactory

    @Override
    public void startedConnecting(Connector connector) throws Exception {
        this.connector = connector;
    }

    @Override
    public void clientConnectionFailed(Connector connector, Failure reason) throws Exception {
        if (continueTrying) {
            retry(connector);
        }
    }

    @Override
    public void clientConnectionLost(Connector connector, Failure reason) throws Exception {
        if (continueTrying) {
            retry(connector);
        }
    }
}
