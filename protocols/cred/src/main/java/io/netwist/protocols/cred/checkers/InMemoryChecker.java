/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.Secret;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.UsernameHashedPassword;
import io.netwist.protocols.cred.UsernamePassword;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Names and passwords in memory, in clear. For tests. Source: {@code
 * twisted.cred.checkers.InMemoryUsernamePasswordDatabaseDontUse}.
 */
public final class InMemoryChecker implements CredentialsChecker {

    private final Map<String, Secret> passwords = new HashMap<>();
    private final Secret nobody = Secret.of("");

    /** Without users yet. */
    public InMemoryChecker() {}

    /**
     * Adds a user.
     *
     * @param username replaces an earlier one of that name
     * @param password in clear
     * @return this
     */
    public InMemoryChecker with(String username, CharSequence password) {
        passwords.put(username, Secret.of(password));
        return this;
    }

    @Override
    public Set<Class<? extends Credentials>> credentialTypes() {
        return Set.of(UsernamePassword.class, UsernameHashedPassword.class);
    }

    @Override
    public Deferred<AvatarId> requestAvatarId(Credentials credentials) {
        UsernameHashedPassword shown = (UsernameHashedPassword) credentials;
        Secret known = passwords.get(shown.username());
        return shown.checkPassword(known == null ? nobody : known).addCallback(matches -> {
            if (known == null || !matches) {
                throw new UnauthorizedLogin();
            }
            return AvatarId.of(shown.username());
        });
    }
}
