/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.stream.PushProducer;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Failure;
import java.util.OptionalLong;

/**
 * The way to one child process.
 *
 * <p>As a consumer it is the child's standard input, as a producer all that the child writes. Writes never block and give
 * their buffer away in every case; unsent bytes are limited as on any transport, and {@code registerProducer} keeps them
 * few.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.internet.interfaces.IProcessTransport}.
 */
public interface ProcessTransport extends ByteConsumer, PushProducer {

    /**
     * The process's number.
     *
     * @return its pid; empty from the moment its exit is known
     */
    OptionalLong pid();

    // ---- to the child

    /**
     * Writes to the child's standard input, or to its terminal. Dropped if it has none, or it is closed.
     *
     * @param data given away
     */
    @Override
    void write(ByteBuf data);

    /**
     * Writes a copy of bytes to the child's standard input.
     *
     * @param data may be altered afterwards
     */
    void write(byte[] data);

    /**
     * Writes text in UTF-8 to the child's standard input.
     *
     * @param text the text
     */
    void write(CharSequence text);

    /**
     * Writes several pieces in order to the child's standard input.
     *
     * @param data each a ByteBuf, which is given away, a byte[] or a CharSequence
     * @throws IllegalArgumentException if one is something else; then nothing is written
     */
    void writeSequence(Iterable<?> data);

    /**
     * Writes to any descriptor of the child that was mapped to be written. Dropped if it is closed.
     *
     * @param childFd the child's number of it
     * @param data given away
     * @throws IllegalArgumentException if it was not mapped to be written
     */
    void writeToChild(int childFd, ByteBuf data);

    /**
     * Writes a copy of bytes to any descriptor of the child that was mapped to be written.
     *
     * @param childFd the child's number of it
     * @param data may be altered afterwards
     * @throws IllegalArgumentException if it was not mapped to be written
     */
    void writeToChild(int childFd, byte[] data);

    /**
     * Writes text in UTF-8 to any descriptor of the child that was mapped to be written.
     *
     * @param childFd the child's number of it
     * @param text the text
     * @throws IllegalArgumentException if it was not mapped to be written
     */
    void writeToChild(int childFd, CharSequence text);

    /** Registers on the child's standard input; a producer that comes when that is closed is stopped at once. */
    @Override
    void registerProducer(PushProducer producer);

    /** Registers on the child's standard input; a producer that comes when that is closed is stopped at once. */
    @Override
    void registerProducer(PullProducer producer);

    @Override
    void unregisterProducer();

    // ---- from the child

    /** Reads nothing more from the child, which blocks when its pipes are full, until {@link #resumeProducing()}. */
    @Override
    void pauseProducing();

    /** Goes on reading. */
    @Override
    void resumeProducing();

    /** The same as {@link #loseConnection()}. */
    @Override
    void stopProducing();

    // ---- the end

    /** Closes the child's standard input when everything written to it has been sent. */
    void closeStdin();

    /** Closes our end of the child's standard output: what it writes from now on fails. */
    void closeStdout();

    /** Closes our end of the child's standard error: what it writes from now on fails. */
    void closeStderr();

    /**
     * Closes our end of one pipe, after everything written to it has been sent. Does nothing for one that is closed or was
     * never there, nor with a terminal.
     *
     * @param childFd the child's number of it
     */
    void closeChildFD(int childFd);

    /** Closes the child's standard input, error and output, or hangs its terminal up. This alone ends no process. */
    void loseConnection();

    /**
     * Sends a signal.
     *
     * @param name without SIG: {@code HUP}, {@code STOP}, {@code INT}, {@code KILL}, {@code TERM} or any other that the
     *     platform has
     * @throws ProcessExitedAlready if the process has exited
     * @throws IllegalArgumentException if there is no such signal
     * @throws java.io.UncheckedIOException if the operating system refuses it
     */
    void signalProcess(String name);

    /**
     * Sends a signal.
     *
     * @param number the platform's number of it
     * @throws ProcessExitedAlready if the process has exited
     * @throws IllegalArgumentException if there is no such signal
     * @throws java.io.UncheckedIOException if the operating system refuses it
     */
    void signalProcess(int number);

    /**
     * Sends a signal to the process and to all that it has started and that have not left its process group. Only for a
     * process started with {@link ProcessOptions#withOwnGroup} or on a terminal; also when the process itself has exited and
     * only others hold its pipes.
     *
     * @param name without SIG
     * @throws ProcessExitedAlready if nobody is left in the group
     * @throws IllegalStateException if the process has no group of its own
     * @throws IllegalArgumentException if there is no such signal
     * @throws java.io.UncheckedIOException if the operating system refuses it
     */
    void signalGroup(String name);

    /**
     * Tells the child's terminal its size; the programs on it get SIGWINCH.
     *
     * @param rows lines
     * @param columns characters in a line
     * @throws IllegalStateException if the child has no terminal, or it is closed
     */
    void resizeTerminal(int rows, int columns);

    /**
     * Tells when the process has ended.
     *
     * @return a Deferred of its own for each call, fired with the reason after {@code processEnded} has returned
     */
    Deferred<Failure> whenProcessEnded();
}
