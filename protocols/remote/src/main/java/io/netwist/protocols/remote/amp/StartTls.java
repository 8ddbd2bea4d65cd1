/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

/** Twisted's command of the same name: the answer is the last box in clear. */
@Command.Name("StartTLS")
@Command.Raises(value = IllegalStateException.class, code = "TLS_ERROR")
record StartTls() implements Command<Void> {
    /** What the peer is told that has no certificate to offer. */
    static final String NOT_AVAILABLE = "TLS not available";
}
