/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.classic;

/**
 * Who owns a connection cannot be told. Twisted's {@code IdentError}.
 *
 * <p>The reason is one of RFC 1413's, and is what goes over the wire.
 */
public final class IdentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why not. */
    public enum Reason {
        /** The ports are no ports. */
        INVALID_PORT("INVALID-PORT"),
        /** Nobody known owns such a connection. */
        NO_USER("NO-USER"),
        /** The owner does not want to be told. */
        HIDDEN_USER("HIDDEN-USER"),
        /** Anything else. */
        UNKNOWN_ERROR("UNKNOWN-ERROR");

        private final String token;

        Reason(String token) {
            this.token = token;
        }

        /**
         * What goes over the wire.
         *
         * @return for example {@code NO-USER}
         */
        public String token() {
            return token;
        }

        static Reason of(String token) {
            for (Reason each : values()) {
                if (each.token.equals(token)) {
                    return each;
                }
            }
            return UNKNOWN_ERROR;
        }
    }

    /**
     * Makes one. Without a stack trace: the peer's answer is no mistake of ours.
     *
     * @param reason why not
     * @param message what was asked, or answered
     */
    public IdentException(Reason reason, String message) {
        super(reason.token() + ": " + message, null, true, false);
        this.reason = reason;
    }

    /**
     * Why not.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
