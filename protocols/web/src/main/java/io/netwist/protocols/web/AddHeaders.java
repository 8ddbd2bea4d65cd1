/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.Map;

/**
 * Adds headers to every answer of a resource and of all that is beneath it. Source: {@code
 * twisted.web.resource._AddHeadersResource}.
 */
public final class AddHeaders extends Resource {

    private final Resource resource;
    private final Map<String, String> headers;

    /**
     * Makes one.
     *
     * @param resource answers
     * @param headers names and values
     * @throws IllegalArgumentException if one cannot stand in a header
     */
    public AddHeaders(Resource resource, Map<String, String> headers) {
        this.resource = resource;
        this.headers = Map.copyOf(headers);
        this.headers.forEach(new DefaultHttpHeaders()::set);
    }

    private void add(Request request) {
        headers.forEach(request.responseHeaders()::add);
    }

    @Override
    protected boolean isLeaf() {
        return resource.isLeaf();
    }

    @Override
    public Resource getChildWithDefault(String path, Request request) throws Exception {
        add(request);
        return resource.getChildWithDefault(path, request);
    }

    @Override
    public Rendering render(Request request) throws Exception {
        add(request);
        return resource.render(request);
    }
}
