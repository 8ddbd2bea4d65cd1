/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Several sites on one port, told apart by the host that the client asked for.
 *
 * <p>Threading: the reactor's thread; hosts may come and go while it serves. Source: {@code
 * twisted.web.vhost.NameVirtualHost}.
 */
public final class NameVirtualHost extends Resource {

    private final Map<String, Resource> hosts = new HashMap<>();
    private @Nullable Resource other;

    /** Makes one without hosts: every request is answered with 404. */
    public NameVirtualHost() {}

    /**
     * Adds a host, or replaces it.
     *
     * @param name without a port, in any case
     * @param resource answers for it
     */
    public void addHost(String name, Resource resource) {
        hosts.put(name.toLowerCase(Locale.ROOT), Objects.requireNonNull(resource, "resource"));
    }

    /**
     * Takes a host away.
     *
     * @param name as added
     */
    public void removeHost(String name) {
        hosts.remove(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Sets who answers for all other hosts.
     *
     * @param resource null for a 404 page
     */
    public void setDefault(@Nullable Resource resource) {
        other = resource;
    }

    private Resource of(Request request) {
        Resource found = hosts.get(request.getRequestHostname().toLowerCase(Locale.ROOT));
        if (found == null) {
            found = other;
        }
        return found != null ? found : ErrorPage.notFound();
    }

    @Override
    public Resource getChildWithDefault(String path, Request request) throws Exception {
        Resource host = of(request);
        if (host.isLeaf()) {
            request.giveSegmentBack();
            return host;
        }
        return host.getChildWithDefault(path, request);
    }

    @Override
    public Rendering render(Request request) throws Exception {
        return of(request).render(request);
    }
}
