/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.datagram;

/**
 * How to open a UNIX datagram socket. Immutable; each {@code with} method returns a changed copy.
 *
 * @param maxPacketSize what is longer is cut
 * @param mode the permissions of the socket's file, such as {@code 0666}
 * @param bindAddress for a connected socket, the path that it can be answered at; empty for none
 */
public record UnixDatagramOptions(int maxPacketSize, int mode, String bindAddress) {

    private static final UnixDatagramOptions DEFAULTS = new UnixDatagramOptions(8192, 0666, "");

    /**
     * Checks the numbers.
     *
     * @param maxPacketSize 1 or more
     * @param mode 0 to 0777
     * @param bindAddress a path or empty
     * @throws IllegalArgumentException if one is out of range
     */
    public UnixDatagramOptions {
        if (maxPacketSize < 1) {
            throw new IllegalArgumentException("maxPacketSize: " + maxPacketSize + " (expected: 1 or more)");
        }
        if (mode < 0 || mode > 0777) {
            throw new IllegalArgumentException("mode: 0" + Integer.toOctalString(mode) + " (expected: 0..0777)");
        }
    }

    /**
     * Datagrams up to 8192 bytes, permissions for all, no path of its own for a connected socket, as in Twisted.
     *
     * @return the defaults
     */
    public static UnixDatagramOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same with another largest size.
     *
     * @param maxPacketSize 1 or more
     * @return the changed copy
     */
    public UnixDatagramOptions withMaxPacketSize(int maxPacketSize) {
        return new UnixDatagramOptions(maxPacketSize, mode, bindAddress);
    }

    /**
     * The same with other permissions.
     *
     * @param mode for example {@code 0660}
     * @return the changed copy
     */
    public UnixDatagramOptions withMode(int mode) {
        return new UnixDatagramOptions(maxPacketSize, mode, bindAddress);
    }

    /**
     * The same with a path for a connected socket.
     *
     * @param path must not exist yet
     * @return the changed copy
     */
    public UnixDatagramOptions withBindAddress(String path) {
        return new UnixDatagramOptions(maxPacketSize, mode, path);
    }
}
