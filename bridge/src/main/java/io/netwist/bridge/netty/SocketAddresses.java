/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.unix.DomainSocketAddress;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.address.PipeAddress;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.address.UnixAddress;
import io.netwist.bridge.netty.pipe.PipeSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** Our addresses from the JDK's and Netty's. */
final class SocketAddresses {

    private SocketAddresses() {}

    /** The address of a stream; null is a UNIX peer without a name. */
    static Address of(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return new TcpAddress(
                    inet.getAddress() == null
                            ? inet.getHostString()
                            : inet.getAddress().getHostAddress(),
                    inet.getPort());
        }
        if (address instanceof DomainSocketAddress socket) {
            return new UnixAddress(socket.path());
        }
        if (address instanceof UnixDomainSocketAddress socket) {
            return new UnixAddress(socket.getPath().toString());
        }
        if (address instanceof PipeSocketAddress pipe) {
            return pipe.address();
        }
        return address == null ? new UnixAddress("") : new PipeAddress();
    }
}
