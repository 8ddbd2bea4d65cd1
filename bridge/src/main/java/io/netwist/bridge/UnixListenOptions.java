/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

/**
 * How to listen on a UNIX socket. Immutable; each {@code with} method returns a changed copy.
 *
 * @param backlog how many connections may wait to be accepted
 * @param mode the permissions of the socket's file, such as {@code 0666}
 * @param wantPid whether to hold the lock {@code path.lock}, and to clear away what a dead holder of it has left
 */
public record UnixListenOptions(int backlog, int mode, boolean wantPid) {

    private static final UnixListenOptions DEFAULTS = new UnixListenOptions(ListenOptions.BACKLOG, 0666, false);

    /**
     * Checks the numbers.
     *
     * @param backlog 1 or more
     * @param mode 0 to 0777
     * @param wantPid whether to hold the lock
     * @throws IllegalArgumentException if one is out of range
     */
    public UnixListenOptions {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog: " + backlog + " (expected: 1 or more)");
        }
        if (mode < 0 || mode > 0777) {
            throw new IllegalArgumentException("mode: 0" + Integer.toOctalString(mode) + " (expected: 0..0777)");
        }
    }

    /**
     * A backlog of 8,192 as for TCP, readable and writable by all, without a lock.
     *
     * @return the defaults
     */
    public static UnixListenOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with another backlog.
     *
     * @param backlog 1 or more; the operating system may lower it
     * @return the changed copy
     */
    public UnixListenOptions withBacklog(int backlog) {
        return new UnixListenOptions(backlog, mode, wantPid);
    }

    /**
     * The same with other permissions.
     *
     * @param mode for example {@code 0660}
     * @return the changed copy
     */
    public UnixListenOptions withMode(int mode) {
        return new UnixListenOptions(backlog, mode, wantPid);
    }

    /**
     * The same with or without the lock.
     *
     * @param wantPid whether to hold {@code path.lock} while listening
     * @return the changed copy
     */
    public UnixListenOptions withWantPid(boolean wantPid) {
        return new UnixListenOptions(backlog, mode, wantPid);
    }
}
