/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.address;

/**
 * One end of a connection, or a place to listen at or to connect to.
 *
 * <p>The text form is the endpoint form, for example {@code tcp:127.0.0.1:8000}. Source: {@code
 * twisted.internet.address}.
 */
public sealed interface Address
        permits TcpAddress, UdpAddress, UnixAddress, HostnameAddress, PipeAddress, ProcessAddress {

    /**
     * The host: an IP literal, or a name where only a name is known.
     *
     * @return the host, empty where an address has none (a pipe, a UNIX socket)
     */
    default String host() {
        return "";
    }

    /**
     * The port.
     *
     * @return the port, or -1 where an address has none
     */
    default int port() {
        return -1;
    }
}
