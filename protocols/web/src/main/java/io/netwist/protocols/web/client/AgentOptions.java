/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import java.time.Duration;

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
 */
public record AgentOptions(
        Duration connectTimeout,
        Duration timeout,
        Duration unreadTimeout,
        int maxBody,
        int maxIdlePerHost,
        Duration idleTimeout,
        boolean retry) {

    private static final AgentOptions DEFAULTS = new AgentOptions(
            Duration.ofSeconds(30), Duration.ZERO, Duration.ofSeconds(60), 64 << 20, 2, Duration.ofSeconds(240), true);

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
     * @throws IllegalArgumentException names the value that cannot be
     */
    public AgentOptions {
        atLeast("connectTimeout", connectTimeout.toNanos(), 1);
        atLeast("timeout", timeout.toNanos(), 0);
        atLeast("unreadTimeout", unreadTimeout.toNanos(), 0);
        atLeast("maxBody", maxBody, 0);
        atLeast("maxIdlePerHost", maxIdlePerHost, 0);
        atLeast("idleTimeout", idleTimeout.toNanos(), 0);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " or more)");
        }
    }

    /**
     * Two idle connections to each host for four minutes, as in Twisted; bodies of up to 64 MiB; no time limit but 30
     * seconds for connecting.
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
        return new AgentOptions(connect, whole, unreadTimeout, maxBody, maxIdlePerHost, idleTimeout, retry);
    }

    /**
     * The same with another limit for unread responses.
     *
     * @param limit then the connection is aborted
     * @return the changed copy
     */
    public AgentOptions withUnreadTimeout(Duration limit) {
        return new AgentOptions(connectTimeout, timeout, limit, maxBody, maxIdlePerHost, idleTimeout, retry);
    }

    /**
     * The same with another limit on bodies that are collected.
     *
     * @param bytes 0 or more
     * @return the changed copy
     */
    public AgentOptions withMaxBody(int bytes) {
        return new AgentOptions(connectTimeout, timeout, unreadTimeout, bytes, maxIdlePerHost, idleTimeout, retry);
    }

    /**
     * The same with another pool.
     *
     * @param perHost connections kept; 0 for none
     * @param idle how long
     * @return the changed copy
     */
    public AgentOptions withPool(int perHost, Duration idle) {
        return new AgentOptions(connectTimeout, timeout, unreadTimeout, maxBody, perHost, idle, retry);
    }

    /**
     * The same with or without a second attempt.
     *
     * @param again whether
     * @return the changed copy
     */
    public AgentOptions withRetry(boolean again) {
        return new AgentOptions(connectTimeout, timeout, unreadTimeout, maxBody, maxIdlePerHost, idleTimeout, again);
    }
}
