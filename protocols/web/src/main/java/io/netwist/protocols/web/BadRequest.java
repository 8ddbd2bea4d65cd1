/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

/** What a request holds cannot be made sense of: the client gets a 400 page. */
final class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadRequest(String message) {
        super(message, null, false, false);
    }
}
