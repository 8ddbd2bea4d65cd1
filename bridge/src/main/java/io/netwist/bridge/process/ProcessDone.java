/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.process;

import io.netwist.bridge.error.ConnectionDone;

/** A process has exited with code 0. Source: {@code twisted.internet.error.ProcessDone}. */
public final class ProcessDone extends ConnectionDone {

    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public ProcessDone() {
        super("A process has ended without apparent errors: process finished with exit code 0.", null);
    }
}
