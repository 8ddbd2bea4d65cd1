/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.datagram.UnixDatagramOptions;

/**
 * UNIX datagram sockets, on epoll and kqueue. Not every reactor can: ask with {@code instanceof}.
 *
 * <p>Source: {@code listenUNIXDatagram} and {@code connectUNIXDatagram} of {@code IReactorUNIXDatagram}.
 */
public interface ReactorUnixDatagram {

    /**
     * Receives datagrams at a path.
     *
     * @param path must not exist yet; its file goes when the port stops
     * @param protocol its {@code startProtocol} has run when this returns
     * @param options how
     * @return the port; {@code protocol.transport()} is the way out
     * @throws io.netwist.bridge.error.CannotListenException if the path cannot be had, or the transport knows no such
     *     sockets
     */
    ListeningPort listenUNIXDatagram(String path, DatagramProtocol protocol, UnixDatagramOptions options);

    /**
     * Opens a socket that sends to one path and receives from it. A failure is told to {@code protocol.connectionFailed}
     * before this returns.
     *
     * @param path where to
     * @param protocol its {@code startProtocol}, or {@code connectionFailed}, has run when this returns
     * @param options how; an answer needs a {@code bindAddress}
     * @return the port, closed after a failure
     */
    ListeningPort connectUNIXDatagram(String path, DatagramProtocol protocol, UnixDatagramOptions options);
}
