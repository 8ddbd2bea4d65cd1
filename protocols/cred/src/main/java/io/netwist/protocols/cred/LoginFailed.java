/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

/** Somebody is not let in. Source: {@code twisted.cred.error.LoginFailed}. */
public class LoginFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one. An expected end: it has no stack trace.
     *
     * @param message for the log; it does not contain the secret
     */
    public LoginFailed(String message) {
        super(message, null, true, false);
    }
}
