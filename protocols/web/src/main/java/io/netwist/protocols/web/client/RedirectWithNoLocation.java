/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

/** A redirect that does not say where to. */
public final class RedirectWithNoLocation extends PageRedirect {

    private static final long serialVersionUID = 1;

    RedirectWithNoLocation(int code) {
        super(code, "", "no Location header");
    }
}
