/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import org.jspecify.annotations.Nullable;

/**
 * Sockets that somebody else has opened. Not every reactor can: ask with {@code instanceof}.
 *
 * <p>Source: {@code twisted.internet.interfaces.IReactorSocket}.
 */
public interface ReactorSocket {

    /** What kind of socket a descriptor is. */
    enum Domain {
        /** TCP over IPv4. */
        INET,
        /** TCP over IPv6. */
        INET6,
        /** UNIX. */
        UNIX
    }

    /**
     * Accepts connections on a socket that listens already. Only on epoll.
     *
     * @param descriptor its number in this process; it belongs to the port from now on. Stopping the port closes it and does
     *     not shut the socket down, so another process that has it as well goes on accepting
     * @param domain what kind of socket it is
     * @param factory makes the protocol of each connection
     * @return the port; it cannot be started again once it has stopped
     * @throws io.netwist.bridge.error.CannotListenException if this reactor cannot take it
     */
    ListeningPort adoptStreamPort(int descriptor, Domain domain, Factory<?> factory);

    /**
     * Makes a connection of a socket that is connected already. Only on epoll, with {@code net.java.dev.jna:jna} on the class
     * path. The factory is not counted: neither {@code startFactory} nor {@code stopFactory} is called.
     *
     * @param descriptor its number in this process; it belongs to the connection from now on, in every case. Losing the
     *     connection ends it for every process that has the socket
     * @param domain what kind of socket it is
     * @param factory makes the protocol
     * @return the transport of the protocol, connected; null if the factory gave none
     * @throws IllegalArgumentException if it is no connected socket of that kind
     * @throws UnsupportedOperationException if this reactor cannot take it
     */
    @Nullable
    Transport adoptStreamConnection(int descriptor, Domain domain, Factory<?> factory);
}
