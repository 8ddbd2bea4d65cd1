/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.bridge.Protocol;
import io.netwist.bridge.ProtocolNegotiationFactory;
import io.netwist.bridge.address.Address;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tree of resources, served over HTTP: {@code reactor.listenTCP(8080, new Site(root))}.
 *
 * <p>On a port of TLS it offers HTTP/2 and HTTP/1.1; in the clear a client may begin with HTTP/2 or ask for it. See {@link
 * Http2Options}. One Site belongs to one reactor. Source: {@code twisted.web.server.Site}.
 */
public final class Site implements ProtocolNegotiationFactory<Protocol> {

    private final Resource root;
    private final SiteOptions options;
    private final ResponseHead head;
    private final Http2Head http2Head;
    private final Sessions sessions;
    private final AtomicLong floods = new AtomicLong();

    /**
     * A site with the default options.
     *
     * @param root answers for {@code /}, and for all that its children do not
     */
    public Site(Resource root) {
        this(root, SiteOptions.defaults());
    }

    /**
     * A site.
     *
     * @param root answers for {@code /}, and for all that its children do not
     * @param options limits and time limits
     */
    public Site(Resource root, SiteOptions options) {
        this.root = Objects.requireNonNull(root, "root");
        this.options = Objects.requireNonNull(options, "options");
        this.head = new ResponseHead(options.server());
        this.http2Head = new Http2Head(options.server());
        this.sessions = new Sessions(options.sessions());
    }

    @Override
    public Protocol buildProtocol(Address peer) {
        return new Http1Connection(this);
    }

    @Override
    public List<String> acceptableProtocols() {
        return options.http2().enabled() ? List.of("h2", "http/1.1") : List.of("http/1.1");
    }

    /**
     * How many HTTP/2 connections were closed because their clients flooded them: with streams that they gave up, with
     * pings, or with empty frames. From any thread.
     *
     * @return since the site was made
     */
    public long floodsRefused() {
        return floods.get();
    }

    void flooded() {
        floods.incrementAndGet();
    }

    /**
     * The resource at the top.
     *
     * @return as given
     */
    public Resource root() {
        return root;
    }

    /**
     * The limits.
     *
     * @return as given
     */
    public SiteOptions options() {
        return options;
    }

    Sessions sessions() {
        return sessions;
    }

    ResponseHead head() {
        return head;
    }

    Http2Head http2Head() {
        return http2Head;
    }

    /**
     * Walks down the tree along the request's path. Called for each request; also by resources that change a request's
     * path and start again.
     *
     * @param from where to start
     * @param request its {@code postpath} is moved to its {@code prepath} segment by segment
     * @return the resource that a leaf or the end of the path led to
     * @throws Exception what a resource threw
     */
    public static Resource getChildForRequest(Resource from, Request request) throws Exception {
        Resource resource = from;
        while (!resource.isLeaf()) {
            String segment = request.nextSegment();
            if (segment == null) {
                break;
            }
            resource = resource.getChildWithDefault(segment, request);
        }
        return resource;
    }
}
