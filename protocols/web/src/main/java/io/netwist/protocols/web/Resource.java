/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netwist.deferred.Deferred;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place in a site: it has children, one per path segment, and it answers requests.
 *
 * <p>Override the {@code render_} methods for what it answers to, {@link #getChild} for children that are made on demand,
 * and {@link #isLeaf} for a resource that answers for everything beneath it.
 *
 * <pre>{@code
 * class Hello extends Resource {
 *     @Override
 *     protected Rendering render_GET(Request request) {
 *         return text("hello");
 *     }
 * }
 * }</pre>
 *
 * <p>A HEAD request is answered through {@code render_GET}, without the body. A method that no renderer is overridden for
 * is answered with 405 and the list of those that are; a method that HTTP does not know, with 501.
 *
 * <p>Threading: the reactor's thread. Errors: an exception out of any method here becomes a 500 page and is logged once,
 * with the class of the resource. Source: {@code twisted.web.resource.Resource}.
 */
public abstract class Resource {

    /** See {@link Rendering#NOT_DONE_YET}. */
    protected static final Rendering NOT_DONE_YET = Rendering.NOT_DONE_YET;

    private @Nullable Map<String, Resource> children;

    /** For subclasses. */
    protected Resource() {}

    // ---- the tree

    /**
     * Whether this answers for all paths beneath it. Override me.
     *
     * @return false unless overridden
     */
    protected boolean isLeaf() {
        return false;
    }

    /**
     * Puts a resource beneath this one.
     *
     * @param path one decoded segment; the empty one stands for the path that ends in a slash
     * @param child the resource
     * @throws IllegalArgumentException if the path has a slash in it
     */
    public final void putChild(String path, Resource child) {
        if (path.indexOf('/') >= 0) {
            throw new IllegalArgumentException("path: " + path + " (expected: one segment, without a slash)");
        }
        if (children == null) {
            children = new LinkedHashMap<>();
        }
        children.put(path, Objects.requireNonNull(child, "child"));
    }

    /**
     * Takes a resource out of the tree.
     *
     * @param path what it was put at
     * @return the resource, or null if there was none
     */
    public final @Nullable Resource delEntity(String path) {
        return children == null ? null : children.remove(path);
    }

    /**
     * The names of the children that were put here.
     *
     * @return in the order of {@link #putChild}
     */
    public final List<String> listNames() {
        return children == null ? List.of() : List.copyOf(children.keySet());
    }

    /**
     * Finds a child that was not put here. Override me for children made on demand.
     *
     * @param path one decoded segment; the rest is in {@link Request#postpath}
     * @param request the request
     * @return the child; a 404 page unless overridden
     * @throws Exception becomes a 500 page
     */
    protected Resource getChild(String path, Request request) throws Exception {
        return ErrorPage.notFound();
    }

    /**
     * Finds a child: one that was put here, or else what {@link #getChild} says. Called by the site.
     *
     * @param path one decoded segment
     * @param request the request
     * @return the child
     * @throws Exception becomes a 500 page
     */
    public Resource getChildWithDefault(String path, Request request) throws Exception {
        Resource child = children == null ? null : children.get(path);
        return child != null ? child : getChild(path, request);
    }

    // ---- answering

    /**
     * Answers a request. Called by the site, and by resources that hand a request on; override the {@code render_}
     * methods rather than this one, except for methods of your own.
     *
     * @param request the request
     * @return what to send
     * @throws Exception becomes a 500 page
     */
    public Rendering render(Request request) throws Exception {
        String method = request.method();
        int renderers = Renderers.of(getClass());
        if (method.equals("HEAD") && (renderers & Renderers.HEAD) == 0) {
            method = "GET";
        }
        if ((renderers & Renderers.bit(method)) == 0) {
            return ErrorPage.unsupportedMethod(request, allowedMethods());
        }
        return switch (method) {
            case "GET" -> render_GET(request);
            case "HEAD" -> render_HEAD(request);
            case "POST" -> render_POST(request);
            case "PUT" -> render_PUT(request);
            case "DELETE" -> render_DELETE(request);
            case "PATCH" -> render_PATCH(request);
            default -> render_OPTIONS(request);
        };
    }

    /**
     * The methods that this answers to, for the Allow header of a 405.
     *
     * @return those whose renderer is overridden, and HEAD with GET
     */
    protected List<String> allowedMethods() {
        return Renderers.names(Renderers.of(getClass()));
    }

    /**
     * Answers GET. Override me.
     *
     * @param request the request
     * @return what to send
     * @throws Exception becomes a 500 page
     */
    @SuppressWarnings("MemberName") // Twisted's name.
    protected Rendering render_GET(Request request) throws Exception {
        throw notOverridden(request);
    }

    /**
     * Answers HEAD, for a resource that can do so with less work than GET. Override me.
     *
     * @param request the request
     * @return its body is not sent
     * @throws Exception becomes a 500 page
     */
    @SuppressWarnings("MemberName") // Twisted's name.
    protected Rendering render_HEAD(Request request) throws Exception {
        return render_GET(request);
    }

    /**
     * Answers POST. Override me.
     *
     * @param request the request, its body complete
     * @return what to send
     * @throws Exception becomes a 500 page
     */
    @SuppressWarnings("MemberName") // Twisted's name.
    protected Rendering render_POST(Request request) throws Exception {
        throw notOverridden(request);
    }

    /**
     * Answers PUT. Override me.
     *
     * @param request the request, its body complete
     * @return what to send
     * @throws Exception becomes a 500 page
     */
    @SuppressWarnings("MemberName") // Twisted's name.
    protected Rendering render_PUT(Request request) throws Exception {
        throw notOverridden(request);
    }

    /**
     * Answers DELETE. Override me.
     *
     * @param request the request
     * @return what to send
     * @throws Exception becomes a 500 page
     */
    @SuppressWarnings("MemberName") // Twisted's name.
    protected Rendering render_DELETE(Request request) throws Exception {
        throw notOverridden(request);
    }

    /**
     * Answers PATCH. Override me.
     *
     * @param request the request, its body complete
     * @return what to send
     * @throws Exception becomes a 500 page
     */
    @SuppressWarnings("MemberName") // Twisted's name.
    protected Rendering render_PATCH(Request request) throws Exception {
        throw notOverridden(request);
    }

    /**
     * Answers OPTIONS. Override me.
     *
     * @param request the request
     * @return what to send
     * @throws Exception becomes a 500 page
     */
    @SuppressWarnings("MemberName") // Twisted's name.
    protected Rendering render_OPTIONS(Request request) throws Exception {
        throw notOverridden(request);
    }

    private IllegalStateException notOverridden(Request request) {
        return new IllegalStateException(
                getClass().getName() + " has no renderer for " + request.method() + "; do not call super's");
    }

    // ---- what renderers return

    /**
     * See {@link Rendering#html}.
     *
     * @param page markup
     * @return a whole body
     */
    protected static Rendering html(CharSequence page) {
        return Rendering.html(page);
    }

    /**
     * See {@link Rendering#text}.
     *
     * @param text any text
     * @return a whole body
     */
    protected static Rendering text(CharSequence text) {
        return Rendering.text(text);
    }

    /**
     * See {@link Rendering#bytes(byte[])}.
     *
     * @param body not copied
     * @return a whole body
     */
    protected static Rendering bytes(byte[] body) {
        return Rendering.bytes(body);
    }

    /**
     * See {@link Rendering#bytes(byte[], String)}.
     *
     * @param body not copied
     * @param contentType its type
     * @return a whole body
     */
    protected static Rendering bytes(byte[] body, String contentType) {
        return Rendering.bytes(body, contentType);
    }

    /**
     * See {@link Rendering#later}.
     *
     * @param rendering taken over
     * @return a promise
     */
    protected static Rendering later(Deferred<? extends Rendering> rendering) {
        return Rendering.later(rendering);
    }
}
