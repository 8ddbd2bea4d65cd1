/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

/**
 * A host by name, not resolved. Source: {@code twisted.internet.address.HostnameAddress}.
 *
 * @param host the name
 * @param port 0 to 65535
 */
public record HostnameAddress(String host, int port) implements Address {

    /**
     * Checks the port.
     *
     * @param host the name
     * @param port 0 to 65535
     * @throws IllegalArgumentException if the port is out of range
     */
    public HostnameAddress {
        Hosts.checkPort(port);
    }

    @Override
    public String toString() {
        return "tcp:" + Hosts.escape(host) + ":" + port;
    }
}
