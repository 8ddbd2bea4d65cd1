/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ListeningPort;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The moment before a port is closed. */
class NoNewConnectionsIT {

    private static Socket connect(int port, int millis) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
        return socket;
    }

    @Test
    @Spec("OPS-05")
    void acceptsTheConnectionsThatThereAreAndLetsTheSystemMakeNoOthers() throws Exception {
        assumeTrue(NettyTransport.EPOLL.unavailabilityCause() == null, "needs epoll");
        List<BaseProtocol> accepted = new ArrayList<>();
        try (NettyReactor reactor =
                NettyReactor.builder().transport(NettyTransport.EPOLL).create()) {
            ListeningPort port = reactor.listenTCP(
                    0,
                    peer -> {
                        BaseProtocol protocol = new BaseProtocol() {
                            @Override
                            public void connectionMade() {
                                transport().write("x");
                            }
                        };
                        accepted.add(protocol);
                        return protocol;
                    },
                    Loopback.LOCAL);
            int number = port.getHost().port();
            try (Socket waiting = connect(number, 20_000)) {
                port.refuseNew();
                assertThatThrownBy(() -> connect(number, 300)).isInstanceOf(SocketTimeoutException.class);
                while (accepted.isEmpty()) {
                    reactor.iterate(Loopback.LIMIT);
                }
                reactor.runUntil(port.stopListening(), Loopback.LIMIT);
                waiting.setSoTimeout(20_000);
                assertThat(waiting.getInputStream().read()).isEqualTo('x');
            }
            assertThat(accepted).hasSize(1);
        }
    }
}
