/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.handler.codec.http.HttpHeaders;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.deferred.Deferred;
import java.time.Duration;

/**
 * A web client in one line, for scripts: {@code String page = Fetch.text("http://example.org/")}.
 *
 * <p>Waits for the answer, with a reactor of its own; follows redirects as browsers do, keeps their cookies, decodes gzip.
 * Threading: not on a reactor's thread, which must not wait; there an {@link Agent} is right. Errors: those of {@link Agent},
 * thrown; an answer of 404 is an answer. Source: {@code twisted.web.client.getPage}, in spirit.
 */
public final class Fetch {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Fetch() {}

    /**
     * What came back.
     *
     * @param code for example 200
     * @param headers as they came
     * @param text the body, decoded as its Content-Type says
     * @param url where it came from in the end
     */
    public record Answer(int code, HttpHeaders headers, String text, String url) {}

    /**
     * Gets the text of a page.
     *
     * @param url absolute, http or https
     * @return the body, whatever the status
     * @throws Exception what went wrong
     */
    public static String text(String url) throws Exception {
        return send(WebRequest.of("GET", url)).text();
    }

    /**
     * Sends a request and waits, for a minute at most.
     *
     * @param request what to send
     * @return what came back
     * @throws Exception what went wrong
     */
    public static Answer send(WebRequest request) throws Exception {
        return send(request, LIMIT);
    }

    /**
     * Sends a request and waits.
     *
     * @param request what to send
     * @param limit for all of it
     * @return what came back
     * @throws Exception what went wrong
     */
    public static Answer send(WebRequest request, Duration limit) throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Agent agent = new Agent(reactor, AgentOptions.defaults().withPool(0, Duration.ZERO));
            WebAgent browser = new RedirectAgent(
                            new CookieAgent(new ContentDecoderAgent(agent), new CookieJar(reactor)))
                    .likeBrowsers();
            Deferred<Answer> answer = browser.request(request)
                    .addCallbackDeferring(response -> response.bytes()
                            .addCallback(body -> new Answer(
                                    response.code(),
                                    response.headers(),
                                    new String(body, response.charset()),
                                    response.url())));
            return reactor.runUntil(answer, limit);
        }
    }
}
