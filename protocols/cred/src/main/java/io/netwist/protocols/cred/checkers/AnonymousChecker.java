/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.Anonymous;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import java.util.Set;

/** Lets in whoever shows nothing, as nobody in particular. Source: {@code twisted.cred.checkers.AllowAnonymousAccess}. */
public final class AnonymousChecker implements CredentialsChecker {

    /** There is nothing to set. */
    public AnonymousChecker() {}

    @Override
    public Set<Class<? extends Credentials>> credentialTypes() {
        return Set.of(Anonymous.class);
    }

    @Override
    public Deferred<AvatarId> requestAvatarId(Credentials credentials) {
        return Deferred.succeed(AvatarId.ANONYMOUS);
    }
}
