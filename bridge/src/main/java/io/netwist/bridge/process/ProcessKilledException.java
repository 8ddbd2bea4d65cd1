/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

/**
 * A signal killed a process that was run for what it writes: Twisted's failure {@code (out, err, signal)} of {@code
 * getProcessOutputAndValue}.
 */
public final class ProcessKilledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final byte[] out;
    private final byte[] err;
    private final int signal;

    /**
     * Makes one.
     *
     * @param out what it wrote to its standard output before
     * @param err what it wrote to its standard error before
     * @param reason how it ended
     */
    public ProcessKilledException(byte[] out, byte[] err, ProcessTerminated reason) {
        super(reason.getMessage(), reason);
        this.out = out.clone();
        this.err = err.clone();
        this.signal = reason.signal().orElse(0);
    }

    /**
     * What it wrote to its standard output before.
     *
     * @return a copy
     */
    public byte[] out() {
        return out.clone();
    }

    /**
     * What it wrote to its standard error before.
     *
     * @return a copy
     */
    public byte[] err() {
        return err.clone();
    }

    /**
     * Which signal it was.
     *
     * @return the platform's number of it
     */
    public int signal() {
        return signal;
    }
}
