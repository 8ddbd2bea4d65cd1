/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

/**
 * The connection was aborted because it held too many unsent bytes.
 *
 * <p>Either it alone passed its limit, or it held the most of all connections when these together passed the reactor's
 * budget. The message names both numbers. A protocol that sends much registers a producer and is slowed down instead.
 */
public final class WriteBufferOverflow extends ConnectionLost {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message which limit was passed, with the bytes held and the bytes allowed
     */
    public WriteBufferOverflow(String message) {
        super(message, null);
    }
}
