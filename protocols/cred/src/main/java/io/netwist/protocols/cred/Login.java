/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import java.util.Objects;

/**
 * Somebody is in.
 *
 * @param <A> the type that was asked for
 * @param avatar acts for them
 * @param logout to be called at the end of the session; a second call does nothing
 */
public record Login<A>(A avatar, Runnable logout) {

    /**
     * Makes sure that a logout happens once.
     *
     * @param avatar acts for them
     * @param logout what to do at the end of the session
     */
    public Login {
        Objects.requireNonNull(avatar, "avatar");
        logout = logout instanceof Once ? logout : new Once(Objects.requireNonNull(logout, "logout"));
    }

    private static final class Once implements Runnable {
        private final Runnable logout;
        private boolean done;

        Once(Runnable logout) {
            this.logout = logout;
        }

        @Override
        public void run() {
            if (!done) {
                done = true;
                logout.run();
            }
        }
    }
}
