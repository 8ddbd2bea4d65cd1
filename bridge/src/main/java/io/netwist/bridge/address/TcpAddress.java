/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

/**
 * An IPv4 or IPv6 address and a TCP port. Source: {@code IPv4Address} and {@code IPv6Address} of {@code
 * twisted.internet.address}.
 *
 * @param host an IP literal; an IPv6 link-local one ends in {@code %scope}
 * @param port 0 to 65535
 */
public record TcpAddress(String host, int port) implements Address {

    /**
     * Checks the port.
     *
     * @param host an IP literal
     * @param port 0 to 65535
     * @throws IllegalArgumentException if the port is out of range
     */
    public TcpAddress {
        Hosts.checkPort(port);
    }

    @Override
    public String toString() {
        return "tcp:" + Hosts.escape(host) + ":" + port;
    }
}
