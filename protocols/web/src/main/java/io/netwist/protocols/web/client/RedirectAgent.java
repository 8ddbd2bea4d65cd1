/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.handler.codec.http.HttpHeaders;
import io.netwist.deferred.Deferred;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows redirects.
 *
 * <p>By the letter of the standard unless {@link #likeBrowsers} says otherwise: 301, 302, 307 and 308 are followed for GET
 * and HEAD, and 303 with a GET for every method. Headers that say who asks are dropped when a redirect leads to another
 * scheme, host or port. A redirect that is not followed, one too many and one without a Location fail with {@link
 * ResponseFailed}, whose cause is a {@link PageRedirect}.
 *
 * <p>Immutable; the {@code with} methods make changed copies. Source: {@code twisted.web.client.RedirectAgent} and {@code
 * BrowserLikeRedirectAgent}; RFC 9110 section 15.4.
 */
public final class RedirectAgent implements WebAgent {

    private static final Set<String> SENSITIVE =
            Set.of("authorization", "cookie", "cookie2", "proxy-authorization", "www-authenticate");

    private final WebAgent agent;
    private final int limit;
    private final boolean browserLike;
    private final boolean downgrade;
    private final Set<String> sensitive;

    /**
     * At most 20 redirects for a request, none from https to http.
     *
     * @param agent sends what is asked, and what redirects lead to
     */
    public RedirectAgent(WebAgent agent) {
        this(agent, 20, false, false, SENSITIVE);
    }

    private RedirectAgent(WebAgent agent, int limit, boolean browserLike, boolean downgrade, Set<String> sensitive) {
        this.agent = Objects.requireNonNull(agent, "agent");
        this.limit = limit;
        this.browserLike = browserLike;
        this.downgrade = downgrade;
        this.sensitive = sensitive;
    }

    /**
     * The same with another limit.
     *
     * @param redirects for one request, 0 or more
     * @return the changed copy
     */
    public RedirectAgent withLimit(int redirects) {
        if (redirects < 0) {
            throw new IllegalArgumentException("redirects: " + redirects + " (expected: 0 or more)");
        }
        return new RedirectAgent(agent, redirects, browserLike, downgrade, sensitive);
    }

    /**
     * The same, but as browsers do: 301, 302 and 308 are followed with a GET for every method.
     *
     * @return the changed copy
     */
    public RedirectAgent likeBrowsers() {
        return new RedirectAgent(agent, limit, true, downgrade, sensitive);
    }

    /**
     * The same, with redirects from https to http followed too.
     *
     * @return the changed copy
     */
    public RedirectAgent withDowngrade() {
        return new RedirectAgent(agent, limit, browserLike, true, sensitive);
    }

    /**
     * The same, with more headers that are meant for the first server only.
     *
     * @param names of any case
     * @return the changed copy
     */
    public RedirectAgent withSensitiveHeaders(List<String> names) {
        Set<String> all = new TreeSet<>(sensitive);
        names.forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
        return new RedirectAgent(agent, limit, browserLike, downgrade, Set.copyOf(all));
    }

    @Override
    public Deferred<Agent.Response> request(WebRequest request) {
        return agent.request(request).addCallbackDeferring(response -> follow(request, response, 0));
    }

    private Deferred<Agent.Response> follow(WebRequest request, Agent.Response response, int count) {
        int code = response.code();
        boolean redirect = code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
        if (!redirect) {
            return Deferred.succeed(response);
        }
        // Its connection is likely to serve the next request.
        return Discarded.read(response.body()).addCallbackDeferring(nothing -> lead(request, response, count));
    }

    private Deferred<Agent.Response> lead(WebRequest request, Agent.Response response, int count) {
        int code = response.code();
        String location = response.headers().get("Location");
        if (location == null) {
            return refused(request, new RedirectWithNoLocation(code));
        }
        if (count >= limit) {
            return refused(request, new InfiniteRedirection(code, location, limit));
        }
        boolean safe = request.method().equals("GET") || request.method().equals("HEAD");
        boolean becomesGet = code == 303 || (browserLike && code != 307);
        if (!safe && !becomesGet) {
            return refused(request, new PageRedirect(code, location, "not followed for " + request.method()));
        }
        WebRequest next;
        try {
            next = next(request, location, becomesGet && !request.method().equals("HEAD"));
        } catch (IllegalArgumentException e) {
            return refused(request, new PageRedirect(code, location, String.valueOf(e.getMessage())));
        }
        return agent.request(next)
                .addCallbackDeferring(answer -> follow(next, answer.withPrevious(response), count + 1));
    }

    private WebRequest next(WebRequest request, String location, boolean becomesGet) {
        String url = Target.resolve(request.url(), location);
        Target from = Target.parse(request.url());
        Target to = Target.parse(url);
        if (from.secure() && !to.secure() && !downgrade) {
            throw new IllegalArgumentException("not followed from https to http");
        }
        HttpHeaders headers = request.headers();
        headers.remove("Content-Length").remove("Content-Type").remove("Transfer-Encoding");
        if (!from.key().equals(to.key())) {
            headers.remove("Host");
            sensitive.forEach(headers::remove);
        }
        WebRequest next = request.withUrl(url).withHeaders(headers).withoutBody();
        return becomesGet ? next.withMethod("GET") : next;
    }

    private static Deferred<Agent.Response> refused(WebRequest request, PageRedirect reason) {
        return Deferred.fail(new ResponseFailed(request.toString(), reason));
    }
}
