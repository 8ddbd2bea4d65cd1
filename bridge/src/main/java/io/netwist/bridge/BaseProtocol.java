/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import io.netty.buffer.ByteBuf;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The protocol that programs extend: it keeps the transport, and every callback does nothing until overridden.
 *
 * <p>It has no {@code factory} field: make the protocol an inner class of its factory, give it what it needs by its
 * constructor, or let the lambda that is its factory close over it. Source: {@code
 * twisted.internet.protocol.Protocol}.
 */
public abstract class BaseProtocol implements Protocol {

    /** Null until makeConnection, then the same for ever. */
    private @Nullable Transport transport;

    /** What {@link #whenConnectionLost()} handed out before there was a connection. */
    private @Nullable Deferred<Failure> lost;

    /** For subclasses. */
    protected BaseProtocol() {}

    @Override
    public void makeConnection(Transport transport) throws Exception {
        if (this.transport != null) {
            throw new IllegalStateException(getClass().getName() + " was given a second connection, from "
                    + transport.getPeer() + " (its first: " + this.transport.getPeer()
                    + "): a factory must make a new protocol for each connection");
        }
        this.transport = transport;
        if (lost != null) {
            transport.whenConnectionLost().chainDeferred(lost);
            lost = null;
        }
        connectionMade();
    }

    @Override
    public void connectionMade() throws Exception {}

    @Override
    public void dataReceived(ByteBuf data) throws Exception {}

    @Override
    public void connectionLost(Failure reason) throws Exception {}

    @Override
    public final Transport transport() {
        if (transport == null) {
            throw new IllegalStateException(
                    getClass().getName()
                            + " has no transport yet: it gets one when its connection is made, before connectionMade is called");
        }
        return transport;
    }

    /**
     * The reactor of this connection.
     *
     * @return the transport's reactor
     * @throws IllegalStateException before the connection
     */
    protected final Reactor reactor() {
        return transport().reactor();
    }

    /**
     * Tells when the connection is over. May be asked for before there is one.
     *
     * @return a Deferred of its own for each call, fired with the reason after {@code connectionLost} has returned
     */
    public final Deferred<Failure> whenConnectionLost() {
        if (transport != null) {
            return transport.whenConnectionLost();
        }
        if (lost == null) {
            lost = new Deferred<>();
        }
        Deferred<Failure> own = new Deferred<>();
        lost.onSuccess(own::callbackValue);
        return own;
    }
}
