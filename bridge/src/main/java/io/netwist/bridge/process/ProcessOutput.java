/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

import java.nio.charset.StandardCharsets;

/** What a process wrote until it exited, and its exit code. Source: the triple of {@code getProcessOutputAndValue}. */
public final class ProcessOutput {

    private final byte[] out;
    private final byte[] err;
    private final int exitCode;

    /**
     * Makes one.
     *
     * @param out its standard output
     * @param err its standard error
     * @param exitCode with which it exited
     */
    public ProcessOutput(byte[] out, byte[] err, int exitCode) {
        this.out = out.clone();
        this.err = err.clone();
        this.exitCode = exitCode;
    }

    /**
     * Its standard output.
     *
     * @return a copy
     */
    public byte[] out() {
        return out.clone();
    }

    /**
     * Its standard output as text.
     *
     * @return decoded from UTF-8
     */
    public String outText() {
        return new String(out, StandardCharsets.UTF_8);
    }

    /**
     * Its standard error.
     *
     * @return a copy
     */
    public byte[] err() {
        return err.clone();
    }

    /**
     * Its standard error as text.
     *
     * @return decoded from UTF-8
     */
    public String errText() {
        return new String(err, StandardCharsets.UTF_8);
    }

    /**
     * With which code it exited.
     *
     * @return 0 to 255
     */
    public int exitCode() {
        return exitCode;
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + ", " + out.length + " bytes of output, " + err.length + " of errors";
    }
}
