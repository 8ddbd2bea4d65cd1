/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.handler.codec.compression.ZlibWrapper;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netwist.deferred.Deferred;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks for bodies in gzip or deflate and decodes them, by Netty's codec, while they come.
 *
 * <p>What was decoded is taken out of Content-Encoding, and Content-Length with it; a coding that is not known is left, with
 * all that lies beneath it. Data that is no gzip, ends early or becomes larger than the limit fails the body. Source: {@code
 * twisted.web.client.ContentDecoderAgent} and {@code GzipDecoder}.
 */
public final class ContentDecoderAgent implements WebAgent {

    private static final String CODINGS = "gzip, deflate";

    /** Each may make a thousand bytes of one: more than this is nothing but an attack. */
    private static final int MOST_CODINGS = 2;

    private final WebAgent agent;
    private final long limit;

    /**
     * Puts decoding around an agent, for bodies of up to 1 GiB.
     *
     * @param agent sends the requests
     */
    public ContentDecoderAgent(WebAgent agent) {
        this(agent, 1L << 30);
    }

    private ContentDecoderAgent(WebAgent agent, long limit) {
        this.agent = Objects.requireNonNull(agent, "agent");
        this.limit = limit;
    }

    /**
     * The same with another limit.
     *
     * @param bytes of a decoded body, more than 0
     * @return the changed copy
     */
    public ContentDecoderAgent withLimit(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: more than 0)");
        }
        return new ContentDecoderAgent(agent, bytes);
    }

    @Override
    public Deferred<Agent.Response> request(WebRequest request) {
        String asked = request.fields().get("Accept-Encoding");
        return agent.request(request.withHeader("Accept-Encoding", asked == null ? CODINGS : asked + ", " + CODINGS))
                .addCallbackDeferring(this::decoded);
    }

    private Deferred<Agent.Response> decoded(Agent.Response response) {
        List<String> codings = new ArrayList<>();
        for (String line : response.headers().getAll("Content-Encoding")) {
            for (String coding : line.split(",", -1)) {
                codings.add(coding.trim());
            }
        }
        ResponseBody body = response.body();
        int decoded = 0;
        while (!codings.isEmpty()) {
            ZlibWrapper wrapper = wrapper(codings.get(codings.size() - 1));
            if (wrapper == null) {
                break;
            }
            if (decoded == MOST_CODINGS) {
                return refused(response);
            }
            body = new DecodedBody(body, wrapper, limit);
            codings.remove(codings.size() - 1);
            decoded++;
        }
        if (decoded == 0) {
            return Deferred.succeed(response);
        }
        HttpHeaders headers = response.headers().copy();
        headers.remove("Content-Length").remove("Content-Encoding");
        if (!codings.isEmpty()) {
            headers.set("Content-Encoding", String.join(", ", codings));
        }
        HttpResponse head = new DefaultHttpResponse(
                response.head().protocolVersion(), response.head().status(), headers);
        return Deferred.succeed(response.withBody(head, body));
    }

    private static Deferred<Agent.Response> refused(Agent.Response response) {
        String codings = String.join(", ", response.headers().getAll("Content-Encoding"));
        String shown = codings.length() > 80 ? codings.substring(0, 80) + "..." : codings;
        return Discarded.read(response.body()).addCallback(nothing -> {
            throw new ResponseFailed(
                    response.body().name(),
                    new IllegalArgumentException(
                            "Content-Encoding: " + shown + " (expected: at most " + MOST_CODINGS + " to be decoded)"));
        });
    }

    private static @Nullable ZlibWrapper wrapper(String coding) {
        return switch (coding.toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> ZlibWrapper.GZIP;
            case "deflate" -> ZlibWrapper.ZLIB_OR_NONE;
            default -> null;
        };
    }
}
