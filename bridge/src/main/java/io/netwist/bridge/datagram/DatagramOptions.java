/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.datagram;

/**
 * How to listen for datagrams. Immutable; each {@code with} method returns a changed copy.
 *
 * @param host the local IP literal; empty for every IPv4 address, {@code ::} for every IPv6 one
 * @param maxPacketSize what is longer is cut
 * @param listenMultiple whether other sockets may listen on the same port, for multicast
 */
public record DatagramOptions(String host, int maxPacketSize, boolean listenMultiple) {

    private static final DatagramOptions DEFAULTS = new DatagramOptions("", 8192, false);

    /**
     * Checks the size.
     *
     * @param host the local IP literal or empty
     * @param maxPacketSize 1 or more
     * @param listenMultiple whether other sockets may listen on the same port
     * @throws IllegalArgumentException if the size is not positive
     */
    public DatagramOptions {
        if (maxPacketSize < 1) {
            throw new IllegalArgumentException("maxPacketSize: " + maxPacketSize + " (expected: 1 or more)");
        }
    }

    /**
     * Every IPv4 address, datagrams up to 8192 bytes, the port for this socket alone, as in Twisted.
     *
     * @return the defaults
     */
    public static DatagramOptions defaults() {
        return DEFAULTS;
    }

    /**
     * The same on one local address: Twisted's {@code interface=}.
     *
     * @param host an IP literal
     * @return the changed copy
     */
    public DatagramOptions withInterface(String host) {
        return new DatagramOptions(host, maxPacketSize, listenMultiple);
    }

    /**
     * The same with another largest size.
     *
     * @param maxPacketSize 1 or more
     * @return the changed copy
     */
    public DatagramOptions withMaxPacketSize(int maxPacketSize) {
        return new DatagramOptions(host, maxPacketSize, listenMultiple);
    }

    /**
     * The same with or without company on the port.
     *
     * @param listenMultiple whether other sockets may listen on the same port
     * @return the changed copy
     */
    public DatagramOptions withListenMultiple(boolean listenMultiple) {
        return new DatagramOptions(host, maxPacketSize, listenMultiple);
    }
}
