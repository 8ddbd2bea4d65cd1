/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

/**
 * How to listen. Immutable; each {@code with} method returns a changed copy.
 *
 * @param host the local IP literal to listen on; empty for every IPv4 address, {@code ::} for every IPv6 one
 * @param backlog how many connections may wait to be accepted
 * @param reusePort whether others, of this user's, may listen at the same place (SO_REUSEPORT)
 */
public record ListenOptions(String host, int backlog, boolean reusePort) {

    /** See {@link #defaults()}. UNIX sockets have the same. */
    static final int BACKLOG = 8192;

    private static final ListenOptions DEFAULTS = new ListenOptions("", BACKLOG, false);

    /**
     * Checks the backlog.
     *
     * @param host an IP literal or empty
     * @param backlog 1 or more
     * @param reusePort whether others may listen at the same place
     * @throws IllegalArgumentException if it is not positive
     */
    public ListenOptions {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog: " + backlog + " (expected: 1 or more)");
        }
    }

    /**
     * Every IPv4 address, and a backlog of 8,192, which the operating system lowers to its own limit (4,096 on today's
     * Linux). Twisted's 50 makes the kernel drop what comes while the loop is busy: a client tries again after a second.
     *
     * @return the defaults
     */
    public static ListenOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same on one local address: Twisted's {@code interface=}.
     *
     * @param host an IP literal
     * @return the changed copy
     */
    public ListenOptions withInterface(String host) {
        return new ListenOptions(host, backlog, reusePort);
    }

    /**
     * The same with another backlog.
     *
     * @param backlog 1 or more; the operating system may lower it
     * @return the changed copy
     */
    public ListenOptions withBacklog(int backlog) {
        return new ListenOptions(host, backlog, reusePort);
    }

    /**
     * The same, shared or not: every socket at the place must say so, and the operating system spreads the connections over
     * them, not evenly. A second program that binds the same port by mistake goes unnoticed, and closing one socket resets
     * the connections that wait at it.
     *
     * @param reusePort false until set
     * @return the changed copy
     */
    public ListenOptions withReusePort(boolean reusePort) {
        return new ListenOptions(host, backlog, reusePort);
    }
}
