/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import java.util.Objects;

/**
 * Whom a checker has recognised: somebody by name, or anonymous, who equals nobody that has a name. Source: the avatar ids
 * of {@code twisted.cred.checkers}.
 */
public sealed interface AvatarId permits AvatarId.Named, AvatarId.Anonymous {

    /** Nobody in particular. */
    AvatarId ANONYMOUS = new Anonymous();

    /**
     * Somebody.
     *
     * @param name as the checker knows it
     * @return the id
     */
    static AvatarId of(String name) {
        return new Named(name);
    }

    /**
     * The name.
     *
     * @return as the checker knows it
     * @throws IllegalStateException for {@link #ANONYMOUS}
     */
    String name();

    /**
     * Whether this is {@link #ANONYMOUS}.
     *
     * @return false for somebody with a name, whatever that is
     */
    default boolean isAnonymous() {
        return this instanceof Anonymous;
    }

    /**
     * Somebody with a name.
     *
     * @param name as the checker knows it
     */
    record Named(String name) implements AvatarId {
        /**
         * Checks the name.
         *
         * @param name not null
         */
        public Named {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Nobody in particular; {@link #ANONYMOUS} is the only one. */
    final class Anonymous implements AvatarId {
        private Anonymous() {}

        @Override
        public String name() {
            throw new IllegalStateException("anonymous has no name (expected: a look at isAnonymous() first)");
        }

        @Override
        public String toString() {
            return "(anonymous)";
        }
    }
}
