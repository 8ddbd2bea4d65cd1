/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import io.netwist.deferred.Deferred;
import java.util.Set;

/** Judges credentials. Source: {@code twisted.cred.checkers.ICredentialsChecker}. */
public interface CredentialsChecker {

    /**
     * What it can judge.
     *
     * @return interfaces and classes; credentials that are of one of them are given to {@link #requestAvatarId}
     */
    Set<Class<? extends Credentials>> credentialTypes();

    /**
     * Says whose credentials these are. Reads secrets before its Deferred fires, keeps none.
     *
     * @param credentials of one of {@link #credentialTypes()}
     * @return fired with who it is; failed with {@link UnauthorizedLogin} for a wrong user and for a wrong password alike
     * @throws Exception as a failure
     */
    Deferred<AvatarId> requestAvatarId(Credentials credentials) throws Exception;
}
