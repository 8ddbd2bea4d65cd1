/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netwist.deferred.Failure;

/** Sends boxes. To be called on the reactor's thread. Source: {@code twisted.protocols.amp.IBoxSender}. */
public interface BoxSender {
    /**
     * Sends a box, or drops it when the connection is over.
     *
     * @param box has at least one pair, and belongs to the caller again afterwards
     * @throws ProtocolSwitchedException if the connection does not speak AMP any more
     */
    void sendBox(Box box);

    /**
     * Ends the connection because of an error that nobody has handled, and logs the error.
     *
     * @param failure the error
     */
    void unhandledError(Failure failure);
}
