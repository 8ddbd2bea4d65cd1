/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netwist.bridge.error.ConnectionDone;

/** The body of a response is complete: the reason that {@link Agent.Response#deliverBody} ends with. */
public final class ResponseDone extends ConnectionDone {

    private static final long serialVersionUID = 1;

    ResponseDone() {
        super("The response is complete.", null);
    }
}
