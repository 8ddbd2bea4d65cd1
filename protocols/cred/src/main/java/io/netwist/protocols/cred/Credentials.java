/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

/**
 * What somebody shows to be let in. What kind of checker may judge them is told by their interfaces. Good for one login,
 * which wipes them.
 *
 * <p>Source: {@code twisted.cred.credentials.ICredentials}.
 */
public interface Credentials {

    /** Overwrites what is secret. Called when the login is over, however it ended. Override me if there is anything. */
    default void wipe() {}

    /**
     * A name and the password itself.
     *
     * @param username whose
     * @param password in clear
     * @return credentials that {@link UsernamePassword} checkers judge
     */
    static UsernamePassword usernamePassword(String username, CharSequence password) {
        return new UsernamePassword(username, Secret.of(password));
    }

    /**
     * Nothing at all.
     *
     * @return credentials that {@link Anonymous} checkers judge
     */
    static Anonymous anonymous() {
        return Anonymous.INSTANCE;
    }
}
