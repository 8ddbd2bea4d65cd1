/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

/** The connection ended after the request was sent, and nothing of a response had come. The cause says why. */
public final class ResponseNeverReceived extends RuntimeException {

    private static final long serialVersionUID = 1;

    ResponseNeverReceived(String request, Throwable reason) {
        super(request + ": no response: " + reason.getMessage(), reason);
    }
}
