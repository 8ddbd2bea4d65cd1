/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.proxy;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netwist.bridge.error.ConnectionTimedOutException;
import io.netwist.deferred.CancelledException;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.DeferredTimeoutException;
import io.netwist.deferred.Failure;
import io.netwist.protocols.basic.Relay;
import io.netwist.protocols.web.ErrorPage;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.client.Agent;
import io.netwist.protocols.web.client.WebAgent;
import io.netwist.protocols.web.client.WebRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to another server, and the answer on its way back. */
final class Passing {

    private static final Logger LOG = LoggerFactory.getLogger(Passing.class);

    /** What is between two neighbours and nobody else: RFC 9110, section 7.6.1. */
    private static final List<String> HOP_BY_HOP = List.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private final Request request;
    private @Nullable Deferred<?> pending;
    private boolean clientGone;

    private Passing(Request request) {
        this.request = request;
    }

    /** Sends the request to a URL; the answer is written to the request. */
    static void pass(Request request, WebAgent agent, String url) {
        new Passing(request).begin(agent, url);
    }

    private void begin(WebAgent agent, String url) {
        HttpHeaders headers = endToEnd(request.requestHeaders());
        headers.remove(HttpHeaderNames.HOST).remove(HttpHeaderNames.EXPECT);
        forwarded(headers);
        String upgrade = request.getHeader(HttpHeaderNames.UPGRADE);
        // What both sides of this proxy must agree on; HTTP/2 would be spoken past it.
        boolean mayUpgrade = upgrade != null
                && request.requestHeaders().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && !request.requestHeaders().containsValue(HttpHeaderNames.UPGRADE, "h2c", true)
                && request.canSwitchProtocol();
        if (mayUpgrade) {
            headers.set(HttpHeaderNames.UPGRADE, Objects.requireNonNull(upgrade))
                    .set(HttpHeaderNames.CONNECTION, "Upgrade");
        }
        byte[] body = request.content();
        boolean hasBody = body.length > 0 || request.requestHeaders().contains(HttpHeaderNames.CONTENT_LENGTH);
        WebRequest onward =
                WebRequest.of(request.method(), url).withHeaders(headers).withBody(hasBody ? body : null);
        request.notifyFinish().consume(done -> {}, gone -> clientGone());
        Deferred<Agent.Response> answer = agent.request(onward);
        pending = answer;
        answer.consume(response -> answered(Objects.requireNonNull(response), upgrade), this::failed)
                .handleFailure(this::failed);
    }

    /** The headers that are not between two neighbours only. */
    private static HttpHeaders endToEnd(HttpHeaders all) {
        Set<String> dropped = new TreeSet<>(HOP_BY_HOP);
        for (String line : all.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : line.split(",", -1)) {
                dropped.add(name.trim().toLowerCase(Locale.ROOT));
            }
        }
        dropped.remove("content-length"); // Or the next server would read the body as another request.
        HttpHeaders kept = new DefaultHttpHeaders();
        for (Map.Entry<String, String> header : all) {
            if (!dropped.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                kept.add(header.getKey(), header.getValue());
            }
        }
        return kept;
    }

    private void forwarded(HttpHeaders headers) {
        String before = String.join(", ", headers.getAll("X-Forwarded-For"));
        String peer = request.getClientAddress().host().isEmpty()
                ? "unknown"
                : request.getClientAddress().host();
        headers.set("X-Forwarded-For", before.isEmpty() ? peer : before + ", " + peer);
        headers.set("X-Forwarded-Proto", request.isSecure() ? "https" : "http");
        String host = request.getHeader(HttpHeaderNames.HOST);
        if (host != null) {
            headers.set("X-Forwarded-Host", host);
        }
        headers.add(HttpHeaderNames.VIA, request.clientProtocol().replace("HTTP/", "") + " netwist");
    }

    private void clientGone() {
        clientGone = true;
        if (pending != null) {
            pending.cancel();
        }
    }

    private void answered(Agent.Response response, @Nullable String upgrade) {
        if (clientGone) {
            Deferred<byte[]> unwanted = response.bytes();
            unwanted.consume(all -> {}, gone -> {});
            unwanted.cancel();
            return;
        }
        if (response.code() == 101) {
            switchBoth(response, Objects.requireNonNull(upgrade));
            return;
        }
        request.setResponseCode(response.code(), isPrintable(response.phrase()) ? response.phrase() : null);
        copyHeaders(response);
        Deferred<@Nullable Void> body = response.sendTo(request);
        pending = body;
        body.consume(all -> finish(), this::failed).handleFailure(this::failed);
    }

    private void finish() {
        if (!clientGone) {
            request.finish();
        }
    }

    private void copyHeaders(Agent.Response response) {
        for (Map.Entry<String, String> header : endToEnd(response.headers())) {
            boolean single = HttpHeaderNames.CONTENT_TYPE.contentEqualsIgnoreCase(header.getKey())
                    || HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(header.getKey());
            if (single) {
                request.setHeader(header.getKey(), header.getValue());
            } else {
                request.responseHeaders().add(header.getKey(), header.getValue());
            }
        }
    }

    private static boolean isPrintable(String phrase) {
        return !phrase.isEmpty() && phrase.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    /** From here on both sides speak what they have agreed on, and we pass it on. */
    private void switchBoth(Agent.Response response, String upgrade) {
        Relay relay = new Relay();
        if (!request.canSwitchProtocol()) {
            response.switchProtocol(relay.far());
            relay.loseConnection();
            failed(Failure.of(new IllegalStateException("the client went on before the answer to its upgrade")));
            return;
        }
        endToEnd(response.headers())
                .forEach(header -> request.responseHeaders().add(header.getKey(), header.getValue()));
        String chosen = response.headers().get(HttpHeaderNames.UPGRADE);
        request.switchProtocol(chosen == null ? upgrade : chosen, relay.near());
        response.switchProtocol(relay.far());
    }

    private void failed(Failure reason) {
        if (clientGone) {
            if (!reason.is(CancelledException.class)) {
                LOG.debug("{} failed after its client had gone", request, reason.value());
            }
            return;
        }
        if (request.startedWriting()) {
            request.processingFailed(reason.value());
            return;
        }
        boolean late = reason.is(DeferredTimeoutException.class) || reason.is(ConnectionTimedOutException.class);
        LOG.warn("{} could not be passed on: {}", request, reason.value().toString());
        request.render(
                late
                        ? new ErrorPage(504, "Gateway Timeout", "The server behind this one does not answer.")
                        : new ErrorPage(502, "Bad Gateway", "The server behind this one cannot be reached."));
    }
}
