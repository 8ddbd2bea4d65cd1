/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.policies;

import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Factory;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.bridge.netty.MessageProtocol;
import io.netwist.deferred.Failure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link ProtocolWrapper} around each protocol that another factory builds, for servers and clients.
 *
 * <p>Override {@link #policyFor} to see or slow what goes through. Protocols whose bytes are taken by Netty handlers before
 * they are any protocol's ({@code MessageProtocol}) cannot be wrapped: put a handler into their pipeline instead. Source:
 * {@code twisted.protocols.policies.WrappingFactory}.
 */
public class WrappingFactory implements ClientFactory<ProtocolWrapper> {

    private final Factory<?> wrapped;
    private final Set<ProtocolWrapper> protocols = new LinkedHashSet<>();

    /**
     * Makes one.
     *
     * @param wrapped makes the protocols inside; hears of starting and stopping, and of failure if it is a client's
     */
    public WrappingFactory(Factory<?> wrapped) {
        this.wrapped = wrapped;
    }

    /**
     * Makes what looks on at one connection. Override me.
     *
     * @param peer who is at the other end
     * @return one that does nothing
     * @throws Exception refuses the connection
     */
    protected ConnectionPolicy policyFor(Address peer) throws Exception {
        return new ConnectionPolicy() {};
    }

    /**
     * Builds a wrapper around what the wrapped factory builds. Override me to refuse some, and call super for the others.
     *
     * @return null if the wrapped factory refuses
     */
    @Override
    public @Nullable ProtocolWrapper buildProtocol(Address peer) throws Exception {
        Protocol inner = wrapped.buildProtocol(peer);
        return inner == null ? null : wrap(inner, peer);
    }

    final ProtocolWrapper wrap(Protocol inner, Address peer) throws Exception {
        if (inner instanceof MessageProtocol) {
            throw new IllegalArgumentException("protocol: " + inner.getClass().getName()
                    + " (expected: one that receives bytes; this one's are taken by Netty handlers)");
        }
        ConnectionPolicy policy = policyFor(peer);
        return inner instanceof HalfCloseable
                ? new ProtocolWrapper.HalfClosing(this, inner, policy)
                : new ProtocolWrapper(this, inner, policy);
    }

    /** A connection exists. */
    void register(ProtocolWrapper protocol) {
        protocols.add(protocol);
    }

    /** A connection is over. */
    void unregister(ProtocolWrapper protocol) {
        protocols.remove(protocol);
    }

    /**
     * The wrappers of all connections that exist.
     *
     * @return a copy
     */
    public final List<ProtocolWrapper> protocols() {
        return List.copyOf(protocols);
    }

    /**
     * The factory inside.
     *
     * @return the very object
     */
    public final Factory<?> wrapped() {
        return wrapped;
    }

    @Override
    public void startFactory() throws Exception {
        wrapped.startFactory();
    }

    @Override
    public void stopFactory() throws Exception {
        wrapped.stopFactory();
    }

    @Override
    public void startedConnecting(Connector connector) throws Exception {
        if (wrapped instanceof ClientFactory<?> client) {
            client.startedConnecting(connector);
        }
    }

    @Override
    public void clientConnectionFailed(Connector connector, Failure reason) throws Exception {
        if (wrapped instanceof ClientFactory<?> client) {
            client.clientConnectionFailed(connector, reason);
        }
    }

    @Override
    public void clientConnectionLost(Connector connector, Failure reason) throws Exception {
        if (wrapped instanceof ClientFactory<?> client) {
            client.clientConnectionLost(connector, reason);
        }
    }
}
