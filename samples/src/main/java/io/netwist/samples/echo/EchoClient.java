/* SPDX-License-Identifier: MIT */
package io.netwist.samples.echo;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Failure;
import java.nio.charset.StandardCharsets;

/** Says hello, prints the reply, loses the connection and stops. Source: Twisted's {@code simpleclient.py}. */
public final class EchoClient {

    private EchoClient() {}

    /** Once connected, sends a message, then prints the result. */
    static final class Hello extends BaseProtocol {
        @Override
        public void connectionMade() {
            transport().write("hello, world!");
        }

        @Override
        public void dataReceived(ByteBuf data) {
            System.out.println("Server said: " + data.toString(StandardCharsets.UTF_8));
            transport().loseConnection();
        }
    }

    /** Stops the reactor when there is no connection, or none any more. */
    static final class HelloFactory implements ClientFactory<Hello> {
        private final NettyReactor reactor;

        HelloFactory(NettyReactor reactor) {
            this.reactor = reactor;
        }

        @Override
        public Hello buildProtocol(Address peer) {
            return new Hello();
        }

        @Override
        public void clientConnectionFailed(Connector connector, Failure reason) {
            System.out.println("Connection failed - goodbye!");
            reactor.stop();
        }

        @Override
        public void clientConnectionLost(Connector connector, Failure reason) {
            System.out.println("Connection lost - goodbye!");
            reactor.stop();
        }
    }

    /**
     * Connects to an echo server.
     *
     * @param arguments its port on this machine; 8000 if there is none
     */
    public static void main(String[] arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8000;
        NettyReactor reactor = NettyReactor.create();
        reactor.connectTCP("127.0.0.1", port, new HelloFactory(reactor));
        reactor.run();
    }
}
