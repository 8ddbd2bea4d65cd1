/* SPDX-License-Identifier: MIT */
package io.netwist.netwistd;

/** What the process tells whoever started it. */
final class ExitStatus {
    /** An orderly stop, whatever asked for it. */
    static final int OK = 0;

    /** It could not start, or a fatal error ended it, or a service failed to stop. */
    static final int ERROR = 1;

    /** The command line makes no sense. */
    static final int USAGE = 2;

    /** The stop was forced: it took longer than its deadline, or was asked for three times. */
    static final int FORCED = 3;

    private ExitStatus() {}
}
