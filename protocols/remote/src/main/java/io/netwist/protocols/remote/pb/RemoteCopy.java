/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an object of the peer's, which knows nothing of later changes there. Register a class of them with {@link
 * BrokerOptions#withCopy}. Source: {@code twisted.spread.pb.RemoteCopy}.
 */
public interface RemoteCopy {
    /**
     * Takes what has come. Called once, before the message that has the copy in it is handed over.
     *
     * @param state values by their names; unlike in Python it changes nothing by itself
     * @throws RuntimeException refuses the message
     */
    void setCopyableState(Map<String, @Nullable Object> state);
}
