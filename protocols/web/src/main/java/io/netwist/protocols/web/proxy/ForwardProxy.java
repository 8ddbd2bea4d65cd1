/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.proxy;

import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.ClientFactory;
import io.netwist.bridge.ConnectOptions;
import io.netwist.bridge.Connector;
import io.netwist.bridge.Protocol;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Failure;
import io.netwist.protocols.basic.Relay;
import io.netwist.protocols.web.ErrorPage;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.Resource;
import io.netwist.protocols.web.client.WebAgent;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for clients that know that it is one, as the root of a site: it asks for {@code http} URLs, and opens tunnels
 * with CONNECT if the site's options have {@code withTunnels(true)}.
 *
 * <p>Whom it leads to is the owner's to say: a proxy that leads anywhere leads into the owner's own network as well.
 *
 * <p>Errors: 403 for where it does not lead, 400 for a request that is for no other server, 502 and 504 as {@link
 * ReverseProxyResource}. Source: {@code twisted.web.proxy.Proxy}.
 */
public final class ForwardProxy extends Resource {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final WebAgent agent;
    private final Predicate<String> allowed;

    /**
     * Makes one.
     *
     * @param agent asks for URLs
     * @param allowed is asked with host and port, for example {@code example.org:443}; a name is in lower case and without
     *     a last dot, an IPv6 address in brackets. An address has many names: say what is allowed rather than what is not
     */
    public ForwardProxy(WebAgent agent, Predicate<String> allowed) {
        this.agent = Objects.requireNonNull(agent, "agent");
        this.allowed = Objects.requireNonNull(allowed, "allowed");
    }

    @Override
    protected boolean isLeaf() {
        return true;
    }

    /** Passes any method on. */
    @Override
    public Rendering render(Request request) {
        boolean tunnel = request.method().equals("CONNECT");
        String uri = request.uri();
        if (!tunnel && !uri.regionMatches(true, 0, "http://", 0, 7)) {
            return new ErrorPage(400, "Bad Request", "This is a proxy: it wants a whole URL.").render(request);
        }
        String place = place(tunnel ? uri : authority(uri));
        if (place == null) {
            return new ErrorPage(400, "Bad Request", "There is no such port.").render(request);
        }
        if (!allowed.test(place)) {
            return new ErrorPage(403, "Forbidden", "This proxy does not lead there.").render(request);
        }
        if (tunnel) {
            open(request, place);
        } else {
            int question = uri.indexOf('?');
            String url = question < 0
                    ? uri
                    : uri.substring(0, question + 1) + ReverseProxyResource.quoted(uri.substring(question + 1));
            Passing.pass(request, agent, url);
        }
        return NOT_DONE_YET;
    }

    /** As one spelling of many: with its port, and as it is connected to. Null if the port is none. */
    private static @Nullable String place(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        String digits = hasPort ? authority.substring(colon + 1) : "";
        int port;
        try {
            port = digits.isEmpty() ? 80 : Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return null;
        }
        boolean rooted = host.endsWith(".");
        return port < 1 || port > 65535
                ? null
                : (rooted ? host.substring(0, host.length() - 1) : host).toLowerCase(Locale.ROOT) + ':' + port;
    }

    private static String authority(String uri) {
        int end = 7;
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return uri.substring(7, end);
    }

    private static void open(Request request, String place) {
        int colon = place.lastIndexOf(':');
        String host = place.substring(0, colon);
        int port = Integer.parseInt(place.substring(colon + 1));
        Relay relay = new Relay();
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        Connector connector = request.reactor()
                .connectTCP(
                        bare,
                        port,
                        new Far(request, relay),
                        ConnectOptions.defaults().withTimeout(CONNECT_TIMEOUT));
        request.notifyFinish().consume(opened -> {}, gone -> connector.disconnect());
    }

    /** The connection to where the tunnel leads. */
    private static final class Far implements ClientFactory<Protocol> {
        private final Request request;
        private final Relay relay;

        Far(Request request, Relay relay) {
            this.request = request;
            this.relay = relay;
        }

        @Override
        public Protocol buildProtocol(Address peer) {
            if (!request.canSwitchProtocol()) {
                return new Refused(request);
            }
            request.openTunnel(relay.near());
            return relay.far();
        }

        @Override
        public void clientConnectionFailed(Connector connector, Failure reason) {
            request.render(new ErrorPage(502, "Bad Gateway", "The server cannot be reached."));
        }
    }

    /** The client has gone, or went on before it was told that it may. */
    private static final class Refused extends BaseProtocol {
        private final Request request;

        Refused(Request request) {
            this.request = request;
        }

        @Override
        public void connectionMade() {
            transport().abortConnection();
            request.loseConnection();
        }
    }
}
