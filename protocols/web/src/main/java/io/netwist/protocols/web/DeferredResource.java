/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.deferred.Deferred;
import java.util.Objects;

/**
 * A resource that is not known yet, with all that is beneath it.
 *
 * <p>{@code getChild} returns one where it must ask somebody first. For one request; when the client goes away, the
 * Deferred is cancelled. Source: {@code twisted.web.util.DeferredResource}.
 */
public final class DeferredResource extends Resource {

    private final Deferred<? extends Resource> resource;

    /**
     * Makes one.
     *
     * @param resource taken over; its failure becomes a 500 page
     */
    public DeferredResource(Deferred<? extends Resource> resource) {
        this.resource = Objects.requireNonNull(resource, "resource");
    }

    @Override
    protected boolean isLeaf() {
        return true;
    }

    @Override
    public Rendering render(Request request) {
        return later(resource.addCallback(found -> Site.getChildForRequest(
                        Objects.requireNonNull(found, "the resource of a DeferredResource"), request)
                .render(request)));
    }
}
