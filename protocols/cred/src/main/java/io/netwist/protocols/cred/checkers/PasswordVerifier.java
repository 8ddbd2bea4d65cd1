/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.checkers;

import io.netwist.protocols.cred.Secret;

/** Judges an offered password by what is stored of the right one. */
@FunctionalInterface
public interface PasswordVerifier {

    /**
     * Judges. May compute for long; called on worker threads.
     *
     * @param username as it stands in the store
     * @param offered in clear
     * @param stored a hash, as a rule
     * @return whether the password is right
     */
    boolean verify(String username, Secret offered, String stored);

    /**
     * One that makes a hash of the offered password and compares the two, in constant time.
     *
     * @param hash gives what should be stored, if the password is right
     * @return the verifier
     */
    static PasswordVerifier comparing(Hash hash) {
        return (username, offered, stored) -> {
            String made = hash.hash(username, offered, stored);
            return Secret.of(made).matches(Secret.of(stored));
        };
    }

    /** Makes hashes. Source: the {@code hash} argument of {@code twisted.cred.checkers.FilePasswordDB}. */
    @FunctionalInterface
    interface Hash {
        /**
         * Makes one.
         *
         * @param username as it stands in the store
         * @param offered in clear
         * @param stored has the salt in it
         * @return the hash
         */
        String hash(String username, Secret offered, String stored);
    }
}
