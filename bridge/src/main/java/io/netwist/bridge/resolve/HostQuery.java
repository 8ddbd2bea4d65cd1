/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.resolve;

import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.address.UdpAddress;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * A question to a resolver. Immutable; each {@code with} method returns a changed copy.
 *
 * @param name the host
 * @param port the port of the addresses
 * @param family which addresses
 * @param datagrams whether the answers are UDP addresses and not TCP ones
 */
public record HostQuery(String name, int port, AddressFamily family, boolean datagrams) {

    /**
     * Checks the port.
     *
     * @param name the host
     * @param port the port of the addresses
     * @param family which addresses
     * @param datagrams whether the answers are UDP addresses and not TCP ones
     * @throws IllegalArgumentException if the port is out of range
     */
    public HostQuery {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
        }
    }

    /**
     * Every address, for TCP.
     *
     * @param name the host
     * @param port the port of the addresses
     */
    public HostQuery(String name, int port) {
        this(name, port, AddressFamily.ANY, false);
    }

    /**
     * The same for one family.
     *
     * @param family which addresses
     * @return the changed copy
     */
    public HostQuery withFamily(AddressFamily family) {
        return new HostQuery(name, port, family, datagrams);
    }

    /**
     * The same for TCP or UDP.
     *
     * @param datagrams whether the answers are UDP addresses
     * @return the changed copy
     */
    public HostQuery withDatagrams(boolean datagrams) {
        return new HostQuery(name, port, family, datagrams);
    }

    /**
     * Whether an address is of the family wanted.
     *
     * @param address any
     * @return true if it is an answer to this question
     */
    boolean accepts(InetAddress address) {
        return switch (family) {
            case ANY -> true;
            case IPV4 -> !(address instanceof Inet6Address);
            case IPV6 -> address instanceof Inet6Address;
        };
    }

    /**
     * An answer.
     *
     * @param address found
     * @return with the port and of the kind wanted
     */
    Address answer(InetAddress address) {
        String host = address.getHostAddress();
        return datagrams ? new UdpAddress(host, port) : new TcpAddress(host, port);
    }
}
