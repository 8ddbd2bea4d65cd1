/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.deferred.Failure;
import io.netwist.protocols.web.wire.Html;
import java.util.List;
import java.util.Set;

/**
 * A page that tells of an error, at its own path and at every path beneath.
 *
 * <p>All texts are escaped. Source: {@code twisted.web.pages}.
 */
public final class ErrorPage extends Resource {

    private static final ErrorPage NOT_FOUND = new ErrorPage(404, "No Such Resource", "No such child resource.");
    private static final ErrorPage FORBIDDEN =
            new ErrorPage(403, "Forbidden Resource", "Sorry, resource is forbidden.");

    /** What HTTP defines: not to have a renderer for these is 405, for others 501. */
    private static final Set<String> KNOWN_METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT");

    private final int code;
    private final Rendering page;

    /**
     * A page of your own.
     *
     * @param code the status, for example 503
     * @param brief a title
     * @param detail a sentence
     */
    public ErrorPage(int code, String brief, String detail) {
        this.code = code;
        this.page = Rendering.html(page(code, brief, "<p>" + Html.escape(detail) + "</p>"));
    }

    /**
     * 404 with the usual text.
     *
     * @return always the same resource
     */
    public static ErrorPage notFound() {
        return NOT_FOUND;
    }

    /**
     * 403 with the usual text.
     *
     * @return always the same resource
     */
    public static ErrorPage forbidden() {
        return FORBIDDEN;
    }

    @Override
    protected Resource getChild(String path, Request request) {
        return this;
    }

    /** Answers any method. */
    @Override
    public Rendering render(Request request) {
        request.setResponseCode(code);
        return page;
    }

    static Rendering unsupportedMethod(Request request, List<String> allowed) {
        String method = Html.escape(request.method());
        if (KNOWN_METHODS.contains(request.method())) {
            request.setResponseCode(405);
            request.setHeader("Allow", String.join(", ", allowed));
            return Rendering.html(page(
                    405,
                    "Method Not Allowed",
                    "<p>Your browser approached me (at " + Html.escape(request.uri()) + ") with the method \"" + method
                            + "\". I only allow the method" + (allowed.size() == 1 ? " " : "s ")
                            + Html.escape(String.join(", ", allowed)) + " here.</p>"));
        }
        request.setResponseCode(501);
        return Rendering.html(page(
                501,
                "Not Implemented",
                "<p>I do not know the method \"" + method + "\" (at " + Html.escape(request.uri()) + ").</p>"));
    }

    /** What is shown of an exception: nothing, unless tracebacks are displayed. */
    static Rendering failure(int code, Throwable reason, boolean tracebacks) {
        String brief = code == 400 ? "Bad Request" : "Processing Failed";
        if (!tracebacks) {
            return Rendering.html(page(code, brief, ""));
        }
        String trace = Failure.of(reason).getTraceback();
        return Rendering.html(page(code, brief, "<pre>" + Html.escape(trace) + "</pre>"));
    }

    static String page(int code, String brief, String body) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + code + " - "
                + Html.escape(brief) + "</title></head>\n<body><h1>" + Html.escape(brief) + "</h1>\n" + body
                + "\n</body>\n</html>\n";
    }
}
