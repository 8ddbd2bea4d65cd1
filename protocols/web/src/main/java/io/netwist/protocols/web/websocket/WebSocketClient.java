/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netwist.bridge.BaseProtocol;
import io.netwist.deferred.Deferred;
import io.netwist.protocols.web.client.Agent;
import io.netwist.protocols.web.client.WebAgent;
import io.netwist.protocols.web.client.WebRequest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSockets: {@code WebSocketClient.connect(new Agent(reactor), "ws://example.org/chat", new Chat())}.
 *
 * <p>The agent connects, over TLS for {@code wss}, and its time limits hold until the WebSocket is open; agents that add
 * cookies or credentials may be given as well.
 *
 * <p>Threading: the reactor's thread. Errors: what the agent's requests fail with, and {@link ConnectionRejected}. Source:
 * {@code twisted.web.websocket.WebSocketClientEndpoint}; RFC 6455, section 4.1.
 */
public final class WebSocketClient {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 16;

    private WebSocketClient() {}

    /**
     * Opens a WebSocket with the default options.
     *
     * @param <P> the protocol
     * @param agent connects
     * @param url ws or wss
     * @param protocol serves the connection
     * @return the protocol once the WebSocket is open; cancelling gives up
     */
    public static <P extends WebSocketProtocol> Deferred<P> connect(WebAgent agent, String url, P protocol) {
        return connect(agent, WebRequest.of("GET", url), protocol, WebSocketOptions.defaults());
    }

    /**
     * Opens a WebSocket.
     *
     * @param <P> the protocol
     * @param agent connects
     * @param request a GET of a ws or wss URL, with headers for the server
     * @param protocol serves the connection
     * @param options limits and habits; the sub-protocols are offered to the server
     * @return the protocol once the WebSocket is open; cancelling gives up
     */
    public static <P extends WebSocketProtocol> Deferred<P> connect(
            WebAgent agent, WebRequest request, P protocol, WebSocketOptions options) {
        byte[] random = new byte[KEY_BYTES];
        RANDOM.nextBytes(random);
        String key = Base64.getEncoder().encodeToString(random);
        WebRequest upgrade;
        try {
            upgrade = request.withUrl(httpUrl(request.url()))
                    .withHeader("Connection", "Upgrade")
                    .withHeader("Upgrade", "websocket")
                    .withHeader("Sec-WebSocket-Version", Handshake.VERSION)
                    .withHeader("Sec-WebSocket-Key", key);
        } catch (IllegalArgumentException e) {
            return Deferred.fail(e);
        }
        if (!options.subprotocols().isEmpty()) {
            upgrade = upgrade.withHeader("Sec-WebSocket-Protocol", String.join(", ", options.subprotocols()));
        }
        if (options.compression()) {
            upgrade = upgrade.withHeader("Sec-WebSocket-Extensions", Codec.offer(options));
        }
        return agent.request(upgrade)
                .addCallback(response -> open(Objects.requireNonNull(response), key, protocol, options));
    }

    private static String httpUrl(String url) {
        if (url.regionMatches(true, 0, "ws://", 0, 5) || url.regionMatches(true, 0, "wss://", 0, 6)) {
            return "http" + url.substring(2);
        }
        throw new IllegalArgumentException("url: " + url + " (expected: a scheme of ws or wss)");
    }

    private static <P extends WebSocketProtocol> P open(
            Agent.Response response, String key, P protocol, WebSocketOptions options) {
        if (response.code() != 101) {
            throw new ConnectionRejected(response);
        }
        WebSocketExtension compression;
        String subprotocol;
        try {
            check(response, key);
            subprotocol = subprotocol(response, options);
            compression = Codec.agreed(response.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS), options);
        } catch (RuntimeException e) {
            response.switchProtocol(new Refusing());
            throw e;
        }
        response.switchProtocol(new WebSocketConnection(false, protocol, options, subprotocol, compression));
        return protocol;
    }

    private static void check(Agent.Response response, String key) {
        String accept =
                response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, "").trim();
        if (!accept.equals(Handshake.accept(key))
                || !Handshake.names(response.headers().getAll(HttpHeaderNames.UPGRADE), "websocket")
                || !Handshake.names(response.headers().getAll(HttpHeaderNames.CONNECTION), "upgrade")) {
            throw new IllegalArgumentException(
                    "the server's answer to the WebSocket handshake is not one (Sec-WebSocket-Accept: " + accept + ")");
        }
    }

    private static String subprotocol(Agent.Response response, WebSocketOptions options) {
        @Nullable String chosen = response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        List<String> offered = options.subprotocols();
        if (chosen != null && !offered.contains(chosen)) {
            throw new IllegalArgumentException(
                    "Sec-WebSocket-Protocol: " + chosen + " (expected: one of " + offered + ")");
        }
        return chosen == null ? "" : chosen;
    }

    /** Takes the connection of a server that has agreed to something else. */
    private static final class Refusing extends BaseProtocol {
        @Override
        public void connectionMade() {
            transport().abortConnection();
        }
    }
}
