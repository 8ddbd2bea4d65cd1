/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.handler.codec.http.HttpHeaders;
import io.netwist.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests: an {@link Agent}, or something that wraps another WebAgent and adds to what it does. Wrappers can be
 * put around each other in any order; for example {@code new RedirectAgent(new CookieAgent(agent, jar))} sends cookies with
 * every request that a redirect leads to.
 *
 * <p>Threading: the reactor's thread. Source: {@code IAgent}.
 */
@FunctionalInterface
public interface WebAgent {

    /**
     * Sends a request.
     *
     * @param request what to send
     * @return fired when the head of the response is there; failed with IllegalArgumentException if the method or the URL
     *     cannot be
     */
    Deferred<Agent.Response> request(WebRequest request);

    /**
     * Sends a request without a body.
     *
     * @param method for example {@code GET}
     * @param url absolute, http or https
     * @return fired when the head of the response is there
     */
    default Deferred<Agent.Response> request(String method, String url) {
        return request(WebRequest.of(method, url));
    }

    /**
     * Sends a request.
     *
     * @param method for example {@code POST}
     * @param url absolute, http or https
     * @param headers copied; Host is added unless it is there; those that frame the body are set by the agent
     * @param body not copied; null for none
     * @return fired when the head of the response is there
     */
    default Deferred<Agent.Response> request(String method, String url, HttpHeaders headers, byte @Nullable [] body) {
        return request(WebRequest.of(method, url).withHeaders(headers).withBody(body));
    }
}
