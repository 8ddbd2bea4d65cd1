/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

/** The peer has sent what it must not; the connection ends with this code. */
final class Violation extends Exception {

    private static final long serialVersionUID = 1;

    final int code;

    Violation(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }
}
