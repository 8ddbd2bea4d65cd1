/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netwist.bridge.Factory;
import io.netwist.bridge.FactoryWrapper;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Protocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one reactor does with the connections of a port: its factory makes a protocol for each. On that reactor's thread. */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(ListeningPort.class);

    private final EventLoopReactor reactor;
    private final Factory<?> factory;

    /** Null for connections in clear. */
    private final @Nullable TlsSetup tls;

    Reception(EventLoopReactor reactor, Factory<?> factory, @Nullable TlsSetup tls) {
        this.reactor = reactor;
        this.factory = factory;
        this.tls = tls;
    }

    void begin() throws Exception {
        reactor.factories.begin(factory);
    }

    void end() throws Exception {
        reactor.factories.end(factory);
    }

    /** Takes over a connection that has been accepted and is registered nowhere. */
    void take(Channel child) {
        Protocol protocol = build(child);
        if (protocol == null) {
            // Never registered, so nobody but its unsafe can close it.
            child.unsafe().closeForcibly();
            return;
        }
        Connections.begin(reactor, child, protocol, tls);
    }

    private @Nullable Protocol build(Channel child) {
        try {
            return factory.buildProtocol(SocketAddresses.of(child.remoteAddress()));
        } catch (Throwable e) {
            LOG.error(
                    "{} threw from buildProtocol; the connection from {} is refused",
                    factoryName(),
                    child.remoteAddress(),
                    e);
            return null;
        }
    }

    String factoryName() {
        String name = FactoryWrapper.bottomOf(factory).getClass().getName();
        // A lambda's own name says nothing to an operator; the class it stands in does.
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    /** For the log. */
    @Override
    public String toString() {
        return factoryName() + (tls == null ? "" : " (TLS)");
    }
}
