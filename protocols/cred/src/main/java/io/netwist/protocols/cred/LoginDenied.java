/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

/**
 * The credentials may be good, and the login is refused all the same: too many attempts, for example. Source: {@code
 * twisted.cred.error.LoginDenied}.
 */
public class LoginDenied extends LoginFailed {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message says why
     */
    public LoginDenied(String message) {
        super(message);
    }
}
