/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

/** A response had begun and could not be completed, or made no sense. The cause says why. */
public final class ResponseFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    ResponseFailed(String request, Throwable reason) {
        super(request + ": the response failed: " + reason.getMessage(), reason);
    }
}
