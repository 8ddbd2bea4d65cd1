/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import java.time.Duration;

/**
 * How long a site remembers its visitors, and how many. Immutable.
 *
 * @param timeout without a request
 * @param maxSessions past which the one unused for longest is ended
 * @param cookie the cookie's name; over TLS it has {@code _SECURE} at its end
 */
public record SessionOptions(Duration timeout, int maxSessions, String cookie) {

    private static final SessionOptions DEFAULTS =
            new SessionOptions(Duration.ofMinutes(15), 100_000, "NETWIST_SESSION");

    /**
     * Checks the values.
     *
     * @param timeout more than zero
     * @param maxSessions 1 or more
     * @param cookie a token
     * @throws IllegalArgumentException names the value that cannot be
     */
    public SessionOptions {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: more than zero)");
        }
        if (maxSessions < 1) {
            throw new IllegalArgumentException("maxSessions: " + maxSessions + " (expected: 1 or more)");
        }
        Cookie.of(cookie, "");
    }

    /**
     * Fifteen minutes as in Twisted, and 100,000 sessions.
     *
     * @return the defaults
     */
    public static SessionOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with another time.
     *
     * @param unused without a request
     * @return the changed copy
     */
    public SessionOptions withTimeout(Duration unused) {
        return new SessionOptions(unused, maxSessions, cookie);
    }

    /**
     * The same with another number.
     *
     * @param live 1 or more
     * @return the changed copy
     */
    public SessionOptions withMaxSessions(int live) {
        return new SessionOptions(timeout, live, cookie);
    }

    /**
     * The same with another cookie.
     *
     * @param name a token
     * @return the changed copy
     */
    public SessionOptions withCookie(String name) {
        return new SessionOptions(timeout, maxSessions, name);
    }
}
