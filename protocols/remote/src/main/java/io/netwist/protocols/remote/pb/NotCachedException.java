/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.io.Serial;

/** The peer has no copy of an object that is to be told of a change. Source: {@code twisted.spread.pb.ProtocolError}. */
public final class NotCachedException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1;

    NotCachedException(String message) {
        super(message);
    }
}
