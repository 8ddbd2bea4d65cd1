/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import io.netwist.deferred.Deferred;
import java.util.Objects;

/** A name and a password in clear. Source: {@code twisted.cred.credentials.UsernamePassword}. */
public final class UsernamePassword implements UsernameHashedPassword {

    private final String username;
    private final Secret password;

    /**
     * Joins both.
     *
     * @param username whose
     * @param password wiped with these
     */
    public UsernamePassword(String username, Secret password) {
        this.username = Objects.requireNonNull(username, "username");
        this.password = Objects.requireNonNull(password, "password");
    }

    @Override
    public String username() {
        return username;
    }

    /**
     * The password.
     *
     * @return wiped when the login is over
     */
    public Secret password() {
        return password;
    }

    @Override
    public Deferred<Boolean> checkPassword(Secret stored) {
        return Deferred.succeed(password.matches(stored));
    }

    @Override
    public void wipe() {
        password.wipe();
    }

    /** The name only. */
    @Override
    public String toString() {
        return "password of " + username;
    }
}
