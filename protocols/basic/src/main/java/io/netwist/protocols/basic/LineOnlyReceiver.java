/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

/**
 * Cuts what it receives into lines, and nothing else.
 *
 * <p>A {@link LineReceiver} that has no raw mode; override {@link #lineReceived(String)} or {@link #lineBytesReceived}.
 * Where Twisted refuses a line of exactly the limit that is cut inside its delimiter, this accepts it; after a line that is
 * too long nothing of it is kept. Source: {@code twisted.protocols.basic.LineOnlyReceiver}.
 */
public abstract class LineOnlyReceiver extends LineReceiver {

    /** For subclasses. Lines end in CR LF until {@code setDelimiter}. */
    protected LineOnlyReceiver() {}
}
