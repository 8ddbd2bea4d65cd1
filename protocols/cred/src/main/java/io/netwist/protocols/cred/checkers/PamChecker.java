/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import io.netwist.deferred.Deferred;
import io.netwist.protocols.cred.AvatarId;
import io.netwist.protocols.cred.Credentials;
import io.netwist.protocols.cred.CredentialsChecker;
import io.netwist.protocols.cred.UnauthorizedLogin;
import io.netwist.protocols.cred.UsernamePassword;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts of this machine as PAM knows them, whatever is behind that. Needs JNA and {@code libpam}, and no privileges
 * of its own: for the passwords of others than its own user, PAM's helpers or directories need theirs. Source: {@code
 * twisted.cred.pamauth}.
 */
public final class PamChecker implements CredentialsChecker {

    private final String service;
    private final Optional<String> configuration;

    /**
     * Of a service.
     *
     * @param service its file in {@code /etc/pam.d} says how it is done
     */
    public PamChecker(String service) {
        this(service, Optional.empty());
    }

    PamChecker(String service, Optional<String> configuration) {
        if (service.isEmpty() || service.indexOf('/') >= 0) {
            throw new IllegalArgumentException("service: " + service + " (expected: a file of /etc/pam.d)");
        }
        this.service = Objects.requireNonNull(service, "service");
        this.configuration = configuration;
    }

    @Override
    public Set<Class<? extends Credentials>> credentialTypes() {
        return Set.of(UsernamePassword.class);
    }

    @Override
    public Deferred<AvatarId> requestAvatarId(Credentials credentials) {
        UsernamePassword shown = (UsernamePassword) credentials;
        return Blocking.call(() -> {
            // Text for the C library ends at NUL: what comes after would not be looked at.
            boolean whole = shown.username().indexOf('\0') < 0;
            if (!whole
                    || !shown.password()
                            .read(bytes -> Pam.authenticate(service, configuration, shown.username(), bytes))) {
                throw new UnauthorizedLogin();
            }
            return AvatarId.of(shown.username());
        });
    }

    @Override
    public String toString() {
        return "PAM service " + service;
    }
}
