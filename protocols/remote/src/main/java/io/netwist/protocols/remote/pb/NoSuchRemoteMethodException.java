/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

import java.io.Serial;

/** The object has no method of that name that may be called. Source: {@code twisted.spread.flavors.NoSuchMethod}. */
public final class NoSuchRemoteMethodException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    NoSuchRemoteMethodException(String message) {
        super(message);
    }
}
