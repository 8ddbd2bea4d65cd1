/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A place in a site where clients open WebSockets; everything else that asks there is told so with 400 or 426.
 *
 * <pre>{@code
 * root.putChild("chat", new WebSocketResource(request -> new Chat()));
 * }</pre>
 *
 * <p>A browser says which page opens a WebSocket, and sends the user's cookies whichever it is. So unless {@link
 * #withOrigins} says otherwise, only pages of the same host may; clients that are no browsers say nothing and may.
 *
 * <p>Over HTTP/1.1. Source: {@code twisted.web.websocket.WebSocketResource}; RFC 6455, section 4.2.
 */
public final class WebSocketResource extends Resource {

    private final WebSocketFactory factory;
    private final WebSocketOptions options;

    /** Null: those of the same host. */
    private final @Nullable Predicate<String> origins;

    /**
     * A resource with the default options.
     *
     * @param factory makes the protocol for each
     */
    public WebSocketResource(WebSocketFactory factory) {
        this(factory, WebSocketOptions.defaults());
    }

    /**
     * A resource.
     *
     * @param factory makes the protocol for each
     * @param options limits and habits
     */
    public WebSocketResource(WebSocketFactory factory, WebSocketOptions options) {
        this(factory, options, null);
    }

    private WebSocketResource(WebSocketFactory factory, WebSocketOptions options, @Nullable Predicate<String> origins) {
        this.factory = Objects.requireNonNull(factory, "factory");
        this.options = Objects.requireNonNull(options, "options");
        this.origins = origins;
    }

    /**
     * The same for pages of other hosts.
     *
     * @param allowed is asked with the Origin header, for example {@code https://example.org}
     * @return the changed copy
     */
    public WebSocketResource withOrigins(Predicate<String> allowed) {
        return new WebSocketResource(factory, options, Objects.requireNonNull(allowed, "allowed"));
    }

    @Override
    protected boolean isLeaf() {
        return true;
    }

    @Override
    protected Rendering render_GET(Request request) throws Exception {
        HttpHeaders headers = request.requestHeaders();
        List<String> versions = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
        if (!Handshake.names(headers.getAll(HttpHeaderNames.UPGRADE), "websocket")
                || !Handshake.names(headers.getAll(HttpHeaderNames.CONNECTION), "upgrade")) {
            return refuse(request, 400, "This is the place to open a WebSocket.");
        }
        if (versions.size() != 1 || !versions.get(0).equals(Handshake.VERSION)) {
            request.setHeader("Sec-WebSocket-Version", Handshake.VERSION);
            return refuse(request, 426, "WebSocket of version " + Handshake.VERSION + " is spoken here.");
        }
        List<String> keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (keys.size() != 1 || !Handshake.isKey(keys.get(0)) || !request.canSwitchProtocol()) {
            return refuse(request, 400, "This is no WebSocket handshake.");
        }
        String origin = request.getHeader(HttpHeaderNames.ORIGIN);
        if (origin != null && !mayOpen(origin, request)) {
            return refuse(request, 403, "Pages of this origin may not open a WebSocket here.");
        }
        WebSocketProtocol protocol = factory.buildProtocol(request);
        if (protocol == null) {
            return refuse(request, 403, "No WebSocket for you.");
        }
        open(request, keys.get(0), protocol);
        return NOT_DONE_YET;
    }

    private boolean mayOpen(String origin, Request request) {
        return origins != null
                ? origins.test(origin)
                : Handshake.isSameOrigin(origin, request.getHeader(HttpHeaderNames.HOST));
    }

    private void open(Request request, String key, WebSocketProtocol protocol) {
        HttpHeaders asked = request.requestHeaders();
        List<String> offered = Handshake.tokens(asked.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
        String subprotocol = options.subprotocols().stream()
                .filter(offered::contains)
                .findFirst()
                .orElse("");
        WebSocketServerExtension compression =
                Codec.accept(asked.getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS), options);
        HttpHeaders answer = request.responseHeaders();
        answer.set("Sec-WebSocket-Accept", Handshake.accept(key));
        if (!subprotocol.isEmpty()) {
            answer.set("Sec-WebSocket-Protocol", subprotocol);
        }
        if (compression != null) {
            answer.set("Sec-WebSocket-Extensions", Handshake.header(compression.newReponseData()));
        }
        request.switchProtocol("websocket", new WebSocketConnection(true, protocol, options, subprotocol, compression));
    }

    private static Rendering refuse(Request request, int code, String why) {
        request.setResponseCode(code);
        return text(why + "\n");
    }
}
