/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

/** One redirect led to the next, more often than allowed. */
public final class InfiniteRedirection extends PageRedirect {

    private static final long serialVersionUID = 1;

    InfiniteRedirection(int code, String location, int limit) {
        super(code, location, "more than " + limit + " redirects");
    }
}
