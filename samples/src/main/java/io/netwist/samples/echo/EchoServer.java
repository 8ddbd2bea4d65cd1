/* SPDX-License-Identifier: MIT */
package io.netwist.samples.echo;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.netty.NettyReactor;

/** Sends back what it receives. Source: Twisted's {@code simpleserv.py}. */
public final class EchoServer {

    private EchoServer() {}

    /** What happens on one connection. */
    static final class Echo extends BaseProtocol {
        @Override
        public void dataReceived(ByteBuf data) {
            // The buffer is lent to us and write gives it away: retain() makes it ours to give.
            transport().write(data.retain());
        }
    }

    /**
     * Serves until it is told to stop.
     *
     * @param arguments the port; 8000 if there is none, 0 for a free one
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8000;
        NettyReactor reactor = NettyReactor.create();
        ListeningPort listening = reactor.listenTCP(
                port, Factory.forProtocol(Echo::new), ListenOptions.defaults().withInterface("127.0.0.1"));
        System.out.println("listening on " + listening.getHost());
        reactor.run();
    }
}
