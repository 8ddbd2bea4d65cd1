/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.datagram;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What happens on one datagram socket. Extend me.
 *
 * <p>Contract: {@code startProtocol} when the socket is open, {@code datagramReceived} for each datagram, {@code
 * stopProtocol} when the socket is closed; then the protocol may be used for another socket. An exception out of a callback
 * is logged and the socket stays open.
 *
 * <p>Source: {@code twisted.internet.protocol.DatagramProtocol} and {@code ConnectedDatagramProtocol}.
 */
public abstract class DatagramProtocol {

    /** Null while there is no socket. */
    private @Nullable DatagramTransport transport;

    /** For subclasses. */
    protected DatagramProtocol() {}

    /**
     * Hands over the transport and calls {@link #startProtocol}. Called by the port.
     *
     * @param transport the way out
     * @throws IllegalStateException if this protocol has a socket
     * @throws Exception what startProtocol threw
     */
    public final void makeConnection(DatagramTransport transport) throws Exception {
        if (this.transport != null) {
            throw new IllegalStateException(getClass().getName() + " has a socket already, at "
                    + this.transport.getHost() + " (expected: one at a time)");
        }
        this.transport = transport;
        try {
            startProtocol();
        } catch (Throwable e) {
            // The socket is not opened after all, and this protocol may be given another one.
            this.transport = null;
            throw e;
        }
    }

    /**
     * Takes the transport away after {@link #stopProtocol}. Called by the port.
     *
     * @throws Exception what stopProtocol threw
     */
    public final void loseSocket() throws Exception {
        try {
            stopProtocol();
        } finally {
            transport = null;
        }
    }

    /**
     * The socket is open. Override me.
     *
     * @throws Exception closes it and fails the call that opened it
     */
    public void startProtocol() throws Exception {}

    /**
     * The socket is closed. Override me.
     *
     * @throws Exception is logged
     */
    public void stopProtocol() throws Exception {}

    /**
     * A datagram has come. Override me.
     *
     * <p>Ownership: the buffer is lent until this method returns; {@code data.retain()} or a copy keeps it.
     *
     * @param data the datagram, cut at the port's largest size; may be empty
     * @param from who sent it
     * @throws Exception is logged
     */
    public abstract void datagramReceived(ByteBuf data, Address from) throws Exception;

    /**
     * The peer of a connected socket refused an earlier datagram. Override me.
     *
     * @throws Exception is logged
     */
    public void connectionRefused() throws Exception {}

    /**
     * A connected UNIX datagram socket could not be connected; it is closed. Override me.
     *
     * @param reason why
     * @throws Exception is logged
     */
    public void connectionFailed(Failure reason) throws Exception {}

    /**
     * The way out.
     *
     * @return the transport
     * @throws IllegalStateException while there is no socket
     */
    public final DatagramTransport transport() {
        if (transport == null) {
            throw new IllegalStateException(
                    getClass().getName() + " has no socket (expected: between startProtocol and stopProtocol)");
        }
        return transport;
    }
}
