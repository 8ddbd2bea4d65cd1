/* SPDX-License-Identifier: MIT */
package io.netwist.samples.forward;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListenOptions;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Passes each connection on to another host. The two connections are each other's producers: while one cannot be written
 * to, nothing is read from the other, so any amount of data takes little memory.
 *
 * <p>Source: {@code twisted.protocols.portforward}.
 */
public final class PortForwarder implements Factory<PortForwarder.Incoming> {

    private final String host;
    private final int port;

    /**
     * A forwarder to one place.
     *
     * @param host where connections go
     * @param port where connections go
     */
    public PortForwarder(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public Incoming buildProtocol(Address peer) {
        return new Incoming();
    }

    /** One of two connections; what comes from one goes to the other. */
    abstract static class Half extends BaseProtocol {

        /** Null until the outgoing connection has been made. */
        @Nullable
        Half peer;

        @Override
        public void dataReceived(ByteBuf data) {
            if (peer != null) {
                peer.transport().write(data.retain());
            }
        }

        @Override
        public void connectionLost(Failure reason) {
            if (peer != null) {
                peer.transport().unregisterProducer();
                peer.transport().loseConnection();
            }
        }
    }

    /** From somebody to us. */
    final class Incoming extends Half implements ClientFactory<Outgoing> {

        private @Nullable Connector connector;

        @Override
        public void connectionMade() {
            // Nothing is read before there is somebody to read it.
            transport().pauseProducing();
            connector = reactor().connectTCP(host, port, this);
        }

        @Override
        public Outgoing buildProtocol(Address peer) {
            return new Outgoing(this);
        }

        @Override
        public void clientConnectionFailed(Connector connector, Failure reason) {
            transport().loseConnection();
        }

        @Override
        public void connectionLost(Failure reason) {
            super.connectionLost(reason);
            if (peer == null && connector != null) {
                connector.disconnect();
            }
        }
    }

    /** From us to the other host. */
    static final class Outgoing extends Half {

        private final Incoming incoming;

        Outgoing(Incoming incoming) {
            this.incoming = incoming;
        }

        @Override
        public void connectionMade() {
            peer = incoming;
            incoming.peer = this;
            transport().registerProducer(incoming.transport());
            incoming.transport().registerProducer(transport());
            incoming.transport().resumeProducing();
        }
    }

    /**
     * Forwards until it is told to stop.
     *
     * @param arguments a port to listen on, a host and its port
     */
    public static void main(String[] arguments) {
        NettyReactor reactor = NettyReactor.create();
        reactor.listenTCP(
                Integer.parseInt(arguments[0]),
                new PortForwarder(arguments[1], Integer.parseInt(arguments[2])),
                ListenOptions.defaults().withInterface("127.0.0.1"));
        reactor.run();
    }
}
