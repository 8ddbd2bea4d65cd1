/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

import io.netty.buffer.ByteBuf;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The process protocol that programs extend: it keeps the transport, has a method for each standard stream, and every
 * callback does nothing until overridden.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.internet.protocol.ProcessProtocol}.
 */
public abstract class BaseProcessProtocol implements ProcessProtocol {

    /** Null until makeConnection, then the same for ever. */
    private @Nullable ProcessTransport transport;

    /** For subclasses. */
    protected BaseProcessProtocol() {}

    @Override
    public final void makeConnection(ProcessTransport transport) throws Exception {
        if (this.transport != null) {
            throw new IllegalStateException(
                    getClass().getName() + " was given a second process (expected: a new protocol for each process)");
        }
        this.transport = transport;
        connectionMade();
    }

    @Override
    public void connectionMade() throws Exception {}

    @Override
    public void childDataReceived(int childFd, ByteBuf data) throws Exception {
        if (childFd == 1) {
            outReceived(data);
        } else if (childFd == 2) {
            errReceived(data);
        }
    }

    /**
     * The child has written to its standard output, or to its terminal. Override me.
     *
     * @param data lent, at least one byte
     * @throws Exception closes the pipe
     */
    protected void outReceived(ByteBuf data) throws Exception {}

    /**
     * The child has written to its standard error. Override me.
     *
     * @param data lent, at least one byte
     * @throws Exception closes the pipe
     */
    protected void errReceived(ByteBuf data) throws Exception {}

    @Override
    public void childConnectionLost(int childFd) throws Exception {
        switch (childFd) {
            case 0 -> inConnectionLost();
            case 1 -> outConnectionLost();
            case 2 -> errConnectionLost();
            default -> {}
        }
    }

    /**
     * The child's standard input is closed. Override me.
     *
     * @throws Exception is logged
     */
    protected void inConnectionLost() throws Exception {}

    /**
     * The child's standard output is closed. Override me.
     *
     * @throws Exception is logged
     */
    protected void outConnectionLost() throws Exception {}

    /**
     * The child's standard error is closed. Override me.
     *
     * @throws Exception is logged
     */
    protected void errConnectionLost() throws Exception {}

    @Override
    public void processExited(Failure reason) throws Exception {}

    @Override
    public void processEnded(Failure reason) throws Exception {}

    /**
     * The way to the child.
     *
     * @return the transport, also after the process has ended
     * @throws IllegalStateException before {@code makeConnection}
     */
    public final ProcessTransport transport() {
        if (transport == null) {
            throw new IllegalStateException(getClass().getName()
                    + " has no transport yet: it gets one from spawnProcess, before connectionMade is called");
        }
        return transport;
    }

    /**
     * Tells when the process has ended.
     *
     * @return a Deferred of its own for each call, fired with the reason after {@code processEnded} has returned
     * @throws IllegalStateException before {@code makeConnection}
     */
    public final Deferred<Failure> whenProcessEnded() {
        return transport().whenProcessEnded();
    }
}
