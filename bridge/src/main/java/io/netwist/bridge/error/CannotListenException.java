/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.error;

import java.net.BindException;

/** Nothing can listen at the address: it is in use, or not ours, or forbidden. Twisted's {@code CannotListenError}. */
public final class CannotListenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String place;

    /**
     * Makes one.
     *
     * @param place where we wanted to listen, in endpoint form
     * @param cause what the operating system said
     */
    public CannotListenException(String place, Throwable cause) {
        super("cannot listen on " + place + ": " + reason(cause), cause);
        this.place = place;
    }

    /**
     * Where we wanted to listen, in endpoint form.
     *
     * @return for example {@code tcp:127.0.0.1:80}
     */
    public String place() {
        return place;
    }

    /** The native transports say {@code bind(..) failed with error(-98): Address already in use}; only the end helps. */
    private static String reason(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        int colon = text.lastIndexOf("): ");
        return colon >= 0 && !(cause instanceof BindException && text.length() < 40) ? text.substring(colon + 3) : text;
    }
}
