/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

import io.netwist.bridge.error.ConnectionLost;
import java.util.OptionalInt;

/**
 * A process has exited with a code other than 0, or was killed by a signal: exactly one of the two.
 *
 * <p>Source: {@code twisted.internet.error.ProcessTerminated}.
 */
public final class ProcessTerminated extends ConnectionLost {

    private static final long serialVersionUID = 1L;

    /** 1 to 255, or -1 for a signal. */
    private final int exitCode;

    /** 1 or more, or 0 for an exit code. */
    private final int signal;

    private final int status;

    private ProcessTerminated(String how, int exitCode, int signal, int status) {
        super("A process has ended with a probable error condition: process ended " + how + ".", null);
        this.exitCode = exitCode;
        this.signal = signal;
        this.status = status;
    }

    /**
     * One that exited by itself.
     *
     * @param exitCode not 0
     * @return the reason
     */
    public static ProcessTerminated withExitCode(int exitCode) {
        return new ProcessTerminated("with exit code " + exitCode, exitCode, 0, exitCode << 8);
    }

    /**
     * One that a signal killed.
     *
     * @param signal the platform's number of it
     * @return the reason
     */
    public static ProcessTerminated bySignal(int signal) {
        return bySignal(signal, signal);
    }

    /**
     * One that a signal killed.
     *
     * @param signal the platform's number of it
     * @param status the operating system's own word, which may say more (a core was dumped)
     * @return the reason
     */
    public static ProcessTerminated bySignal(int signal, int status) {
        return new ProcessTerminated("by signal " + signal, -1, signal, status);
    }

    /**
     * With which code it exited.
     *
     * @return empty if a signal killed it
     */
    public OptionalInt exitCode() {
        return signal == 0 ? OptionalInt.of(exitCode) : OptionalInt.empty();
    }

    /**
     * Which signal killed it.
     *
     * @return empty if it exited by itself
     */
    public OptionalInt signal() {
        return signal == 0 ? OptionalInt.empty() : OptionalInt.of(signal);
    }

    /**
     * What the operating system said.
     *
     * @return as {@code waitpid} gives it
     */
    public int status() {
        return status;
    }
}
