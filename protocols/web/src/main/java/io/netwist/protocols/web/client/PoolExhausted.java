/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

/** No connection was free for a request: too many wait for one, or it has waited too long. Nothing was sent. */
public final class PoolExhausted extends RuntimeException {

    private static final long serialVersionUID = 1;

    PoolExhausted(String request, String why) {
        super(request + ": " + why, null, false, false);
    }
}
