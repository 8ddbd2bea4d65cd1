/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.ssh;

import io.netwist.protocols.cred.LoginFailed;

/**
 * The key would do, and nothing has been signed with it yet: the answer to a question, and no login. Source: {@code
 * twisted.conch.error.ValidPublicKey}.
 */
public final class ValidPublicKey extends LoginFailed {

    private static final long serialVersionUID = 1L;

    /** Says no more than that. */
    public ValidPublicKey() {
        super("the key is accepted, now sign with it");
    }
}
