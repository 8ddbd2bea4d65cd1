/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An error that the peer reported, or, thrown by a responder, one to report to it.
 *
 * <p><b>Source</b>: {@code twisted.protocols.amp.RemoteAmpError}.
 */
public non-sealed class RemoteAmpException extends AmpException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String code;
    private final String description;
    private final boolean fatal;

    /**
     * Makes an error.
     *
     * @param code what it is, for programs
     * @param description what it is, for people
     */
    public RemoteAmpException(String code, String description) {
        super(message(code, false, description));
        this.code = code;
        this.description = description;
        this.fatal = false;
    }

    RemoteAmpException(String code, String description, boolean fatal, @Nullable Throwable local) {
        super(message(code, local != null, description), local);
        this.code = code;
        this.description = description;
        this.fatal = fatal;
    }

    private static String message(String code, boolean isLocal, String description) {
        String shown = Texts.escaped(code.getBytes(StandardCharsets.ISO_8859_1));
        return "Code<" + shown + ">" + (isLocal ? " (local)" : "") + ": " + description;
    }

    /**
     * Gives the code.
     *
     * @return for programs
     */
    public final String code() {
        return code;
    }

    /**
     * Gives the description.
     *
     * @return for people
     */
    public final String description() {
        return description;
    }

    /** Whether the connection ends when this has been reported. */
    final boolean isFatal() {
        return fatal;
    }
}
