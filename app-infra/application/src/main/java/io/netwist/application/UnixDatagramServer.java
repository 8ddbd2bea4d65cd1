/* SPDX-License-Identifier: MIT */
package io.netwist.application;

import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.ReactorUnixDatagram;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.datagram.DatagramProtocol;
import io.netwist.bridge.datagram.UnixDatagramOptions;
import java.util.Objects;

/**
 * Receives datagrams at a path while it runs, on a transport that knows such sockets. Source: {@code
 * twisted.application.internet.UNIXDatagramServer}.
 */
public final class UnixDatagramServer extends DatagramService {

    private final String path;
    private final DatagramProtocol protocol;
    private final UnixDatagramOptions options;

    /**
     * With options.
     *
     * @param path must not exist when it starts; goes when it stops
     * @param protocol what happens on the socket
     * @param options permissions and sizes
     */
    public UnixDatagramServer(String path, DatagramProtocol protocol, UnixDatagramOptions options) {
        this.path = new UnixAddress(path).path();
        this.protocol = Objects.requireNonNull(protocol, "protocol");
        this.options = options;
    }

    @Override
    ListeningPort open(Reactor reactor) {
        if (reactor instanceof ReactorUnixDatagram unix) {
            return unix.listenUNIXDatagram(path, protocol, options);
        }
        throw new IllegalStateException(path() + " needs a reactor with UNIX datagram sockets (this one is a "
                + reactor.getClass().getName() + ")");
    }
}
