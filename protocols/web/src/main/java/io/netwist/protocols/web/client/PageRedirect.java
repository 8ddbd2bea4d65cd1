/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

/** A redirect that is not followed, the cause of a {@link ResponseFailed}. */
public class PageRedirect extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The status. */
    private final int code;

    /** As it came, or empty. */
    private final String location;

    PageRedirect(int code, String location, String why) {
        super(code + " to " + location + ": " + why);
        this.code = code;
        this.location = location;
    }

    /**
     * The status of the response.
     *
     * @return for example 302
     */
    public int code() {
        return code;
    }

    /**
     * Where it leads.
     *
     * @return the Location header, empty if there was none
     */
    public String location() {
        return location;
    }
}
