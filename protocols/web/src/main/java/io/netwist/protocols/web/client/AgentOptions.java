/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netwist.bridge.tls.TlsOptions;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits of an agent. Immutable; the {@code with} methods make changed copies.
 *
 * @param connectTimeout for one connection
 * @param timeout from the request to the head of the response, connecting included; zero for none
 * @param unreadTimeout how long a response may wait for somebody to read its body
 * @param maxBody of bodies that are collected, in bytes
 * @param maxIdlePerHost connections kept for each scheme, host and port; 0 sends {@code Connection: close}
 * @param idleTimeout how long one is kept
 * @param retry whether a request without a body is sent once more when a kept connection turns out to be dead
 * @param maxLifetime how old a connection may be when it is used again; zero for any age
 * @param maxPerHost connections to one scheme, host and port at a time; 0 for any number
 * @param maxPending requests that wait for one of them
 * @param pendingTimeout how long each may wait
 * @param tls for https
 * @param proxy whom all requests go through, or null
 */
public record AgentOptions(
        Duration connectTimeout,
        Duration timeout,
        Duration unreadTimeout,
        int maxBody,
        int maxIdlePerHost,
        Duration idleTimeout,
        boolean retry,
        Duration maxLifetime,
        int maxPerHost,
        int maxPending,
        Duration pendingTimeout,
        TlsOptions tls,
        @Nullable HttpProxy proxy) {

    private static final AgentOptions DEFAULTS = new AgentOptions(
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofSeconds(60),
            64 << 20,
            2,
            Duration.ofSeconds(20),
            true,
            Duration.ofMinutes(10),
            256,
            1000,
            Duration.ofSeconds(30),
            TlsOptions.defaults(),
            null);

    /**
     * Checks the values.
     *
     * @param connectTimeout more than zero
     * @param timeout zero or more
     * @param unreadTimeout zero or more
     * @param maxBody 0 or more
     * @param maxIdlePerHost 0 or more
     * @param idleTimeout zero or more
     * @param retry whether
     * @param maxLifetime zero or more
     * @param maxPerHost 0 or more
     * @param maxPending 0 or more
     * @param pendingTimeout more than zero
     * @param tls for a client
     * @param proxy or null
     * @throws IllegalArgumentException names the value that cannot be
     */
    public AgentOptions {
        atLeast("connectTimeout", connectTimeout.toNanos(), 1);
        atLeast("timeout", timeout.toNanos(), 0);
        atLeast("unreadTimeout", unreadTimeout.toNanos(), 0);
        atLeast("maxBody", maxBody, 0);
        atLeast("maxIdlePerHost", maxIdlePerHost, 0);
        atLeast("idleTimeout", idleTimeout.toNanos(), 0);
        atLeast("maxLifetime", maxLifetime.toNanos(), 0);
        atLeast("maxPerHost", maxPerHost, 0);
        atLeast("maxPending", maxPending, 0);
        atLeast("pendingTimeout", pendingTimeout.toNanos(), 1);
        Objects.requireNonNull(tls, "tls");
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " or more)");
        }
    }

    /**
     * Two idle connections to each host, for 20 seconds, which is less than servers and balancers wait before they close
     * one; 256 at a time, with 1000 requests waiting for up to 30 seconds; none older than ten minutes. Bodies of up to 64
     * MiB. No time limit but 30 seconds for connecting. Over TLS what the JDK trusts, and names are checked.
     *
     * @return the defaults
     */
    public static AgentOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with other time limits.
     *
     * @param connect for one connection
     * @param whole from the request to the head of the response; zero for none
     * @return the changed copy
     */
    public AgentOptions withTimeouts(Duration connect, Duration whole) {
        return new AgentOptions(
                connect,
                whole,
                unreadTimeout,
                maxBody,
                maxIdlePerHost,
                idleTimeout,
                retry,
                maxLifetime,
                maxPerHost,
                maxPending,
                pendingTimeout,
                tls,
                proxy);
    }

    /**
     * The same with another limit for unread responses.
     *
     * @param limit then the connection is aborted
     * @return the changed copy
     */
    public AgentOptions withUnreadTimeout(Duration limit) {
        return new AgentOptions(
                connectTimeout,
                timeout,
                limit,
                maxBody,
                maxIdlePerHost,
                idleTimeout,
                retry,
                maxLifetime,
                maxPerHost,
                maxPending,
                pendingTimeout,
                tls,
                proxy);
    }

    /**
     * The same with another limit on bodies that are collected.
     *
     * @param bytes 0 or more
     * @return the changed copy
     */
    public AgentOptions withMaxBody(int bytes) {
        return new AgentOptions(
                connectTimeout,
                timeout,
                unreadTimeout,
                bytes,
                maxIdlePerHost,
                idleTimeout,
                retry,
                maxLifetime,
                maxPerHost,
                maxPending,
                pendingTimeout,
                tls,
                proxy);
    }

    /**
     * The same with another pool.
     *
     * @param perHost connections kept; 0 for none
     * @param idle how long
     * @return the changed copy
     */
    public AgentOptions withPool(int perHost, Duration idle) {
        return new AgentOptions(
                connectTimeout,
                timeout,
                unreadTimeout,
                maxBody,
                perHost,
                idle,
                retry,
                maxLifetime,
                maxPerHost,
                maxPending,
                pendingTimeout,
                tls,
                proxy);
    }

    /**
     * The same with or without a second attempt.
     *
     * @param again whether
     * @return the changed copy
     */
    public AgentOptions withRetry(boolean again) {
        return new AgentOptions(
                connectTimeout,
                timeout,
                unreadTimeout,
                maxBody,
                maxIdlePerHost,
                idleTimeout,
                again,
                maxLifetime,
                maxPerHost,
                maxPending,
                pendingTimeout,
                tls,
                proxy);
    }

    /**
     * The same with other limits on connections.
     *
     * @param perHost at a time; 0 for any number
     * @param pending requests that may wait for one
     * @param patience how long each may wait
     * @param lifetime how old a connection may be when it is used again; zero for any age
     * @return the changed copy
     */
    public AgentOptions withLimits(int perHost, int pending, Duration patience, Duration lifetime) {
        return new AgentOptions(
                connectTimeout,
                timeout,
                unreadTimeout,
                maxBody,
                maxIdlePerHost,
                idleTimeout,
                retry,
                lifetime,
                perHost,
                pending,
                patience,
                tls,
                proxy);
    }

    /**
     * The same with another policy for https.
     *
     * @param policy whom to trust, what to show, which versions
     * @return the changed copy
     */
    public AgentOptions withTls(TlsOptions policy) {
        return new AgentOptions(
                connectTimeout,
                timeout,
                unreadTimeout,
                maxBody,
                maxIdlePerHost,
                idleTimeout,
                retry,
                maxLifetime,
                maxPerHost,
                maxPending,
                pendingTimeout,
                policy,
                proxy);
    }

    /**
     * The same through a proxy: requests for http are sent to it whole, for https it opens tunnels.
     *
     * @param through null for none
     * @return the changed copy
     */
    public AgentOptions withProxy(@Nullable HttpProxy through) {
        return new AgentOptions(
                connectTimeout,
                timeout,
                unreadTimeout,
                maxBody,
                maxIdlePerHost,
                idleTimeout,
                retry,
                maxLifetime,
                maxPerHost,
                maxPending,
                pendingTimeout,
                tls,
                through);
    }
}
