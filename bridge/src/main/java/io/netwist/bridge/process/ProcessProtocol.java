/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

import io.netty.buffer.ByteBuf;
import io.netwist.deferred.Failure;

/**
 * What happens with one child process.
 *
 * <p>Contract:
 *
 * <ul>
 *   <li>{@code makeConnection} once, before {@code spawnProcess} returns; then {@code childDataReceived} any number of times.
 *   <li>{@code childConnectionLost} exactly once for each pipe, after the last of its data, whichever side closed it.
 *   <li>{@code processExited} as soon as the process has exited, though others may still hold its pipes; {@code
 *       processEnded} exactly once and last, when it has exited and every pipe is closed.
 *   <li>An exception out of {@code childDataReceived} closes that pipe; out of any other it is logged and nothing else. The
 *       process lives on.
 * </ul>
 *
 * <p>Programs extend {@link BaseProcessProtocol}. Threading: the reactor's thread. Source: {@code
 * twisted.internet.interfaces.IProcessProtocol}.
 */
public interface ProcessProtocol {

    /**
     * Hands over the transport and calls {@link #connectionMade()}. Called by the reactor.
     *
     * @param transport the way to the child
     * @throws IllegalStateException if this protocol has had a process before
     * @throws Exception what connectionMade threw
     */
    void makeConnection(ProcessTransport transport) throws Exception;

    /**
     * The process has been started. Override me.
     *
     * @throws Exception is logged
     */
    void connectionMade() throws Exception;

    /**
     * The child has written something. Override me.
     *
     * <p>Ownership: the buffer is lent until this method returns; {@code data.retain()} or a copy keeps it.
     *
     * @param childFd where to, by the child's number: 1 for its standard output, 2 for its standard error
     * @param data at least one byte
     * @throws Exception closes this pipe
     */
    void childDataReceived(int childFd, ByteBuf data) throws Exception;

    /**
     * One pipe is closed, by the child or by us. Override me.
     *
     * @param childFd the child's number of it
     * @throws Exception is logged
     */
    void childConnectionLost(int childFd) throws Exception;

    /**
     * The process has exited; more of its output may come. Override me.
     *
     * @param reason its value is a {@link ProcessDone} or a {@link ProcessTerminated}
     * @throws Exception is logged
     */
    void processExited(Failure reason) throws Exception;

    /**
     * The process has exited and everything it wrote has been delivered; nothing follows. Override me.
     *
     * @param reason its value is a {@link ProcessDone} or a {@link ProcessTerminated}
     * @throws Exception is logged
     */
    void processEnded(Failure reason) throws Exception;
}
