/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

/** The body of a request could not be made, or was not of the length that was said. The cause says why. */
public final class RequestGenerationFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    RequestGenerationFailed(String request, Throwable reason) {
        super(request + ": the body was not sent: " + reason.getMessage(), reason);
    }
}
