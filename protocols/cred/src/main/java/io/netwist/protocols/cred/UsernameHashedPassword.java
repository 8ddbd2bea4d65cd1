/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import io.netwist.deferred.Deferred;

/**
 * A name, and something that only who knows the password can have made: the answer to a challenge, for example. A checker
 * needs the password itself to judge it. Source: {@code twisted.cred.credentials.IUsernameHashedPassword}.
 */
public interface UsernameHashedPassword extends Credentials {

    /**
     * Who wants in.
     *
     * @return the name as it was given
     */
    String username();

    /**
     * Whether these credentials were made with a password.
     *
     * @param password the one that is stored
     * @return fired with the answer
     */
    Deferred<Boolean> checkPassword(Secret password);
}
