/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

/**
 * How to listen. Immutable; each {@code with} method returns a changed copy.
 *
 * @param host the local IP literal to listen on; empty for every IPv4 address, {@code ::} for every IPv6 one
 * @param backlog how many connections may wait to be accepted
 */
public record ListenOptions(String host, int backlog) {

    /** See {@link #defaults()}. UNIX sockets have the same. */
    static final int BACKLOG = 8192;

    private static final ListenOptions DEFAULTS = new ListenOptions("", BACKLOG);

    /**
     * Checks the backlog.
     *
     * @param host an IP literal or empty
     * @param backlog 1 or more
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
        return new ListenOptions(host, backlog);
    }

    /**
     * The same with another backlog.
     *
     * @param backlog 1 or more; the operating system may lower it
     * @return the changed copy
     */
    public ListenOptions withBacklog(int backlog) {
        return new ListenOptions(host, backlog);
    }
}
