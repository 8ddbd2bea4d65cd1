/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.proxy;

import io.netwist.protocols.web.ErrorPage;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.client.WebAgent;
import io.netwist.protocols.web.wire.UrlPath;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A part of a site that another server answers for: everything beneath it is asked there.
 *
 * <pre>{@code
 * root.putChild("app", new ReverseProxyResource(new Agent(reactor), "http://127.0.0.1:8081/"));
 * }</pre>
 *
 * <p>Methods, bodies, headers and status go through as they are, without the headers that are between neighbours; {@code
 * X-Forwarded-For}, {@code -Proto} and {@code -Host} tell the server behind who asked. Bodies of answers are passed on at
 * the client's pace, upgrades such as WebSocket too. A client that leaves ends the request behind.
 *
 * <p>Errors: 502 if the server behind cannot be reached, 504 if the agent's time is up. Source: {@code
 * twisted.web.proxy.ReverseProxyResource}.
 */
public final class ReverseProxyResource extends Resource {

    private final WebAgent agent;
    private final String base;

    /**
     * Makes one.
     *
     * @param agent asks; its connections are kept for the next requests, its time limits hold
     * @param base http or https, with the path that stands for this resource's, without a query
     * @throws IllegalArgumentException if the base cannot be
     */
    public ReverseProxyResource(WebAgent agent, String base) {
        this.agent = Objects.requireNonNull(agent, "agent");
        URI uri = URI.create(base);
        boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!isHttp || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("base: " + base + " (expected: an http or https URL without a query)");
        }
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    @Override
    protected boolean isLeaf() {
        return true;
    }

    /** Passes any method on. */
    @Override
    public Rendering render(Request request) {
        List<String> rest = request.postpath();
        if (rest.contains("..") || rest.contains(".")) {
            return ErrorPage.notFound().render(request); // It could lead out of what is ours to show.
        }
        StringBuilder url = new StringBuilder(base);
        for (String segment : rest) {
            url.append('/').append(UrlPath.encode(segment));
        }
        if (rest.isEmpty() && URI.create(base).getRawPath().isEmpty()) {
            url.append('/');
        }
        String query = request.query();
        if (query != null) {
            url.append('?').append(quoted(query));
        }
        Passing.pass(request, agent, url.toString());
        return NOT_DONE_YET;
    }

    /** What clients send in a query and no URL may have. */
    static String quoted(String query) {
        StringBuilder out = new StringBuilder(query.length());
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            boolean badPercent = c == '%' && !isHex(query, i + 1);
            if (badPercent || "\"<>\\^`{|}#[]".indexOf(c) >= 0) {
                out.append('%').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isHex(String text, int at) {
        return at + 1 < text.length()
                && Character.digit(text.charAt(at), 16) >= 0
                && Character.digit(text.charAt(at + 1), 16) >= 0;
    }
}
