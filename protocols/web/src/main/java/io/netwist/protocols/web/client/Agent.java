/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netwist.bridge.Protocol;
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
 * <p>Every response must be read, by {@link Response#bytes}, {@link Response#text},
 * {@link Response#sendTo} or {@link Response#deliverBody}: until then its
 * connection is of no further use. Cancelling the Deferred of a request ends its connection.
 *
 * <p>Threading: the reactor's thread. Errors: connecting fails with a {@code ConnectionFailedException}, what follows with
 * {@link ResponseNeverReceived} or {@link ResponseFailed}; what had to wait too long for a connection, with {@link
 * PoolExhausted}. Source: {@code twisted.web.client.Agent}.
 */
public final class Agent implements WebAgent {

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
        this.options = Objects.requireNonNull(options, "options");
        this.pool = new Pool(reactor, options);
    }

    @Override
    public Deferred<Response> request(WebRequest request) {
        Exchange exchange;
        try {
            Target target = Target.parse(request.url());
            exchange = new Exchange(pool, target, outgoing(target, request), options);
        } catch (IllegalArgumentException e) {
            return Deferred.fail(e);
        }
        return exchange.begin();
    }

    private Outgoing outgoing(Target target, WebRequest request) {
        String method = request.method();
        byte[] body = request.bytes();
        BodyProducer producer = request.producer();
        HttpProxy proxy = target.secure() ? null : options.proxy(); // For https it sees a tunnel only.
        String place = proxy == null ? target.path() : "http://" + target.hostHeader() + target.path();
        HttpRequest message = new DefaultHttpRequest(HttpVersion.HTTP_1_1, new HttpMethod(method), place);
        HttpHeaders all = message.headers();
        if (proxy != null && proxy.authorization() != null) {
            all.set("Proxy-Authorization", proxy.authorization());
        }
        if (options.maxIdlePerHost() == 0 && !request.fields().contains(HttpHeaderNames.UPGRADE)) {
            all.set("Connection", "close");
        }
        if (producer != null && producer.length() < 0) {
            all.set("Transfer-Encoding", "chunked");
        } else if (producer != null) {
            all.set("Content-Length", String.valueOf(producer.length()));
        } else if (body != null || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            all.set("Content-Length", String.valueOf(body == null ? 0 : body.length));
        }
        request.fields().forEach(header -> {
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
        return new Outgoing(request.url(), message, body, producer);
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
        private final ResponseBody body;
        private final String url;
        private final @Nullable Response previous;

        Response(HttpResponse head, ResponseBody body, String url, @Nullable Response previous) {
            this.head = head;
            this.body = body;
            this.url = url;
            this.previous = previous;
        }

        Response withPrevious(Response redirect) {
            return new Response(head, body, url, redirect);
        }

        Response withBody(HttpResponse otherHead, ResponseBody other) {
            return new Response(otherHead, other, url, previous);
        }

        HttpResponse head() {
            return head;
        }

        ResponseBody body() {
            return body;
        }

        /**
         * What was asked for.
         *
         * @return the URL of the request, which after a redirect is not the first one
         */
        public String url() {
            return url;
        }

        /**
         * The redirect that led here.
         *
         * @return with its own previous one, or null; its body cannot be read
         */
        public @Nullable Response previousResponse() {
            return previous;
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
            return new Collector(body).collect();
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

        Charset charset() {
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
            return body.sendTo(consumer);
        }

        /**
         * Gives the body to a protocol as if it came over a connection of its own.
         *
         * <p>The protocol's transport can be paused, resumed and lost, and not be written to. Its {@code connectionLost}
         * gets a {@link ResponseDone}, or a {@link PotentialDataLoss} where only the end of the connection ended the body,
         * or a {@link ResponseFailed}.
         *
         * @param protocol not connected yet
         * @throws IllegalStateException if the body was asked for before
         */
        public void deliverBody(Protocol protocol) {
            new BodyDelivery(body, protocol).begin();
        }

        /**
         * Takes over the connection of a 101, to speak the protocol that the request has asked for in its Upgrade header.
         * What has come already is delivered to it. If nobody does, the connection ends after the time for unread responses.
         *
         * @param next not connected yet
         * @throws IllegalStateException if the status is not 101, or it was taken over before
         */
        public void switchProtocol(Protocol next) {
            body.switchProtocol(next);
        }
    }
}
