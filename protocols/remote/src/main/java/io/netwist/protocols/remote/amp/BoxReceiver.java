/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netwist.deferred.Failure;

/** Takes boxes. Called on the reactor's thread. Source: {@code twisted.protocols.amp.IBoxReceiver}. */
public interface BoxReceiver {
    /**
     * The connection is there; boxes may be sent from now on.
     *
     * @param sender sends boxes
     * @throws Exception ends the connection
     */
    void startReceivingBoxes(BoxSender sender) throws Exception;

    /**
     * A box has come.
     *
     * @param box belongs to the receiver
     * @throws Exception is logged and ends the connection
     */
    void boxReceived(Box box) throws Exception;

    /**
     * No more boxes will come. Called last, once.
     *
     * @param reason why the connection ended: what the peer did wrong, if that was it
     * @throws Exception is logged
     */
    void stopReceivingBoxes(Failure reason) throws Exception;
}
