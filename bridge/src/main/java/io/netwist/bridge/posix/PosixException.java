/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.posix;

import java.io.IOException;

/** A call to the operating system failed. */
public final class PosixException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What the operating system said. */
    private final int errno;

    PosixException(String call, int errno) {
        super(call + ": " + Libc.text(errno));
        this.errno = errno;
    }

    /**
     * The number of the error.
     *
     * @return what C calls {@code errno}
     */
    public int errno() {
        return errno;
    }
}
