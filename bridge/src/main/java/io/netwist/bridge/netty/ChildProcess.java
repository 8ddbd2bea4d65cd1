/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netwist.bridge.netty.pipe.PipeChannel;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/** A process that was started: what a {@link ProcessPipes} needs of the operating system. */
interface ChildProcess {

    long pid();

    /** The pipes to it by its own numbers, not registered yet; a terminal is number 1 alone. Called once. */
    Map<Integer, PipeChannel> pipes();

    /**
     * Asks to be told of the exit, once, by a step of the loop.
     *
     * @param exited given the ProcessDone or ProcessTerminated
     */
    void whenExited(Consumer<Throwable> exited);

    /** Sends a signal to it, which has not exited as far as we know; false if there is no such process. */
    boolean signal(int number) throws IOException;

    /** Sends a signal to its process group; false if nobody is in it. */
    boolean signalGroup(int number) throws IOException;

    void resizeTerminal(int rows, int columns) throws IOException;

    /** The reactor ends before the process: it is left alone, and reaped when it exits. */
    void abandon();
}
