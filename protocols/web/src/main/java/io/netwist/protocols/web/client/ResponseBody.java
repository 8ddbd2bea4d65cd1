/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netwist.bridge.Protocol;
import io.netwist.bridge.Transport;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/** Where the body of a response comes from. */
interface ResponseBody {

    /** Can be asked once; cancelling what it returns ends the connection. */
    Deferred<@Nullable Void> sendTo(ByteConsumer consumer);

    /** For its addresses only. */
    Transport connection();

    /** Of bodies that are collected. */
    int maxCollected();

    /** False if only the end of the connection ends the body. */
    boolean isDelimited();

    /** Gives the connection of a 101 to another protocol. */
    default void switchProtocol(Protocol next) {
        throw new IllegalStateException(name() + " was not answered with 101: its connection speaks HTTP");
    }

    /** The request, for messages. */
    String name();
}
