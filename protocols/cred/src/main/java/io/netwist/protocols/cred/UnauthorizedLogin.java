/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

/**
 * The user is unknown or the password is wrong; which of both is not told. Source: {@code
 * twisted.cred.error.UnauthorizedLogin}.
 */
public final class UnauthorizedLogin extends LoginFailed {

    private static final long serialVersionUID = 1L;

    /** Says no more than that. */
    public UnauthorizedLogin() {
        super("wrong user or password");
    }
}
