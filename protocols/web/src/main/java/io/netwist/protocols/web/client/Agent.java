/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.stream.ByteConsumer;
import io.netwist.deferred.Deferred;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and keeps connections for the next ones.
 *
 * <pre>{@code
 * new Agent(reactor).request("GET", "http://example.org/").addCallbackDeferring(Agent.Response::text)
 * }</pre>
 *
 * <p>Every response must be read, by {@link Response#bytes}, {@link Response#text} or {@link Response#sendTo}: until then its
 * connection is of no further use. Cancelling the Deferred of a request ends its connection.
 *
 * <p>Threading: the reactor's thread. Errors: connecting fails with a {@code ConnectionFailedException}, what follows with
 * {@link ResponseNeverReceived} or {@link ResponseFailed}. Source: {@code twisted.web.client.Agent}.
 */
public final class Agent {

    private final Pool pool;
    private final AgentOptions options;

    /**
     * An agent with the default options.
     *
     * @param reactor runs its connections
     */
    public Agent(Reactor reactor) {
        this(reactor, AgentOptions.defaults());
    }

    /**
     * An agent.
     *
     * @param reactor runs its connections
     * @param options limits and pool
     */
    public Agent(Reactor reactor, AgentOptions options) {
        this(reactor, options, null);
    }

    /** With another idea of whom to trust than the JDK's. */
    Agent(Reactor reactor, AgentOptions options, @Nullable SslContext tls) {
        this.options = Objects.requireNonNull(options, "options");
        this.pool = new Pool(reactor, options, tls);
    }

    /**
     * Sends a request without a body.
     *
     * @param method for example {@code GET}
     * @param url absolute, http or https
     * @return fired when the head of the response is there
     */
    public Deferred<Response> request(String method, String url) {
        return request(method, url, new DefaultHttpHeaders(), null);
    }

    /**
     * Sends a request.
     *
     * @param method for example {@code POST}
     * @param url absolute, http or https
     * @param headers copied; Host is added unless it is there; those that frame the body are set here
     * @param body not copied; null for none
     * @return fired when the head of the response is there; failed with IllegalArgumentException if the method or the URL
     *     cannot be
     */
    public Deferred<Response> request(String method, String url, HttpHeaders headers, byte @Nullable [] body) {
        Exchange exchange;
        try {
            Target target = Target.parse(url);
            exchange = new Exchange(pool, target, message(target, method, headers, body), options);
        } catch (IllegalArgumentException e) {
            return Deferred.fail(e);
        }
        return exchange.begin();
    }

    private FullHttpRequest message(Target target, String method, HttpHeaders headers, byte @Nullable [] body) {
        FullHttpRequest message = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                new HttpMethod(method),
                target.path(),
                body == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        HttpHeaders all = message.headers();
        if (options.maxIdlePerHost() == 0) {
            all.set("Connection", "close");
        }
        boolean framed = body != null || method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
        if (framed) {
            all.set("Content-Length", String.valueOf(body == null ? 0 : body.length));
        }
        headers.forEach(header -> {
            boolean ours = HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(header.getKey())
                    || HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(header.getKey());
            if (!ours) {
                all.add(header.getKey(), header.getValue());
            }
        });
        int hosts = all.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1) {
            throw new IllegalArgumentException("headers: " + hosts + " of Host (expected: at most 1)");
        }
        if (hosts == 0) {
            all.set("Host", target.hostHeader());
        }
        return message;
    }

    /**
     * Ends the connections that are kept for later requests.
     *
     * @return fired when they are gone
     */
    public Deferred<@Nullable Void> closeCachedConnections() {
        return pool.close();
    }

    /** A response whose head is there. One of the reading methods must be called, once. */
    public static final class Response {

        private final HttpResponse head;
        private final Exchange exchange;

        Response(HttpResponse head, Exchange exchange) {
            this.head = head;
            this.exchange = exchange;
        }

        /**
         * The status.
         *
         * @return for example 200
         */
        public int code() {
            return head.status().code();
        }

        /**
         * The words beside the status.
         *
         * @return perhaps empty
         */
        public String phrase() {
            return head.status().reasonPhrase();
        }

        /**
         * The headers.
         *
         * @return as they came
         */
        public HttpHeaders headers() {
            return head.headers();
        }

        /**
         * Collects the body.
         *
         * @return all of it; failed with {@link ResponseFailed} if it was cut off, or is larger than
         *     {@link AgentOptions#maxBody}
         * @throws IllegalStateException if the body was asked for before
         */
        public Deferred<byte[]> bytes() {
            return exchange.collect();
        }

        /**
         * Collects the body as text.
         *
         * @return decoded as its Content-Type says, or else as UTF-8
         * @throws IllegalStateException if the body was asked for before
         */
        public Deferred<String> text() {
            return bytes().addCallback(bytes -> new String(Objects.requireNonNull(bytes), charset()));
        }

        private Charset charset() {
            String type = headers().get(HttpHeaderNames.CONTENT_TYPE, "");
            int at = type.toLowerCase(Locale.ROOT).indexOf("charset=");
            if (at >= 0) {
                String name = type.substring(at + 8).split(";", -1)[0].trim().replace("\"", "");
                try {
                    return Charset.forName(name);
                } catch (IllegalArgumentException e) {
                    return StandardCharsets.UTF_8;
                }
            }
            return StandardCharsets.UTF_8;
        }

        /**
         * Hands the body on as it comes, at the consumer's pace.
         *
         * @param consumer gets a producer registered while the body lasts
         * @return fired when all was handed on
         * @throws IllegalStateException if the body was asked for before
         */
        public Deferred<@Nullable Void> sendTo(ByteConsumer consumer) {
            return exchange.sendTo(consumer);
        }
    }
}
