/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netwist.deferred.Deferred;
import java.util.Objects;

/**
 * Keeps the cookies that responses set, and sends them back. A request that has a Cookie header already is sent as it is.
 *
 * <p>Source: {@code twisted.web.client.CookieAgent}.
 */
public final class CookieAgent implements WebAgent {

    private final WebAgent agent;
    private final CookieJar jar;

    /**
     * Puts cookies around an agent.
     *
     * @param agent sends the requests
     * @param jar may be shared with others on the same reactor
     */
    public CookieAgent(WebAgent agent, CookieJar jar) {
        this.agent = Objects.requireNonNull(agent, "agent");
        this.jar = Objects.requireNonNull(jar, "jar");
    }

    @Override
    public Deferred<Agent.Response> request(WebRequest request) {
        String cookies;
        try {
            cookies = request.fields().contains("Cookie") ? null : jar.header(request.url());
        } catch (IllegalArgumentException e) {
            return Deferred.fail(e);
        }
        WebRequest sent = cookies == null ? request : request.withHeader("Cookie", cookies);
        return agent.request(sent)
                .onSuccess(
                        response -> jar.store(response.url(), response.headers().getAll("Set-Cookie")));
    }
}
