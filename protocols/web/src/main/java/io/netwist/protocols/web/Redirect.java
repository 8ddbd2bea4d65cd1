/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.protocols.web.wire.Html;
import java.util.Objects;

/**
 * Sends every client elsewhere, from its own path and from all beneath. Source: {@code twisted.web.util.Redirect} and
 * {@code redirectTo}.
 */
public final class Redirect extends Resource {

    private final String url;

    /**
     * Makes one.
     *
     * @param url absolute, or relative to the request's
     */
    public Redirect(String url) {
        this.url = Objects.requireNonNull(url, "url");
    }

    @Override
    protected boolean isLeaf() {
        return true;
    }

    @Override
    public Rendering render(Request request) {
        return to(url, request);
    }

    /**
     * The same from inside any renderer: {@code return Redirect.to("/login", request);}
     *
     * @param url absolute, or relative to the request's
     * @param request gets status 302 and Location
     * @return a page with a link, for clients that do not follow
     */
    public static Rendering to(String url, Request request) {
        request.redirect(url);
        return Rendering.html(ErrorPage.page(
                302, "Found", "<p>See <a href=\"" + Html.escape(url) + "\">" + Html.escape(url) + "</a>.</p>"));
    }
}
