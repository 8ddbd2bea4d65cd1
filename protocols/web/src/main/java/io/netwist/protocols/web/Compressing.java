/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import java.util.Objects;

/**
 * Compresses, with gzip, the answers of a resource and of all that is beneath it, for clients that take it.
 *
 * <p>Left as they are: answers with a Content-Encoding of their own, parts of files, and types that are compressed already,
 * such as pictures. A compressed answer has no Content-Length unless it was made in one piece; what is written bit by bit
 * is compressed and sent bit by bit. An ETag is made weak. Source: {@code twisted.web.resource.EncodingResourceWrapper}
 * and {@code twisted.web.server.GzipEncoderFactory}; RFC 9110 section 12.5.3.
 */
public final class Compressing extends Resource {

    private final Resource resource;

    /**
     * Makes one.
     *
     * @param resource answers
     */
    public Compressing(Resource resource) {
        this.resource = Objects.requireNonNull(resource, "resource");
    }

    @Override
    protected boolean isLeaf() {
        return resource.isLeaf();
    }

    @Override
    public Resource getChildWithDefault(String path, Request request) throws Exception {
        request.mayCompress();
        return resource.getChildWithDefault(path, request);
    }

    @Override
    public Rendering render(Request request) throws Exception {
        request.mayCompress();
        return resource.render(request);
    }
}
