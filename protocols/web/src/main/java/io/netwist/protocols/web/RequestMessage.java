/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.address.Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The half of a request that the client wrote. */
abstract class RequestMessage {

    final ResponseChannel channel;
    final HttpRequest message;
    final RequestTarget target;
    final RequestBody body;
    private final Site site;
    private @Nullable Map<String, List<String>> args;

    /** Filled together with the args. */
    private List<FormFile> files = List.of();

    RequestMessage(Site site, ResponseChannel channel, HttpRequest message, RequestTarget target, RequestBody body) {
        this.site = site;
        this.channel = channel;
        this.message = message;
        this.target = target;
        this.body = body;
    }

    /**
     * The method.
     *
     * @return for example {@code GET}
     */
    public String method() {
        return message.method().name();
    }

    /**
     * The target as it came.
     *
     * @return for example {@code /a%20b?c=d}
     */
    public String uri() {
        return message.uri();
    }

    /**
     * The path, undecoded and without the query.
     *
     * @return for example {@code /a%20b}
     */
    public String path() {
        return target.path();
    }

    /**
     * The query, undecoded.
     *
     * @return for example {@code c=d}, or null if there is no question mark
     */
    public @Nullable String query() {
        return target.query();
    }

    /**
     * The path segments that led to the resource that is being asked.
     *
     * @return decoded
     */
    public List<String> prepath() {
        return target.prepath();
    }

    /**
     * The path segments that are left: what a leaf has to make sense of.
     *
     * @return decoded
     */
    public List<String> postpath() {
        return target.postpath();
    }

    @Nullable
    String nextSegment() {
        return target.next();
    }

    /**
     * Takes the last segment of {@link #prepath} back to {@link #postpath}, for a resource that was asked for it and hands
     * the request on.
     */
    public void giveSegmentBack() {
        target.back();
    }

    /**
     * The version of the protocol.
     *
     * @return {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}
     */
    public String clientProtocol() {
        return message.protocolVersion().majorVersion() == 2
                ? "HTTP/2"
                : message.protocolVersion().text();
    }

    boolean isHttp11() {
        return message.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    /**
     * One header; of several with that name, the last.
     *
     * @param name in any case
     * @return the value, or null
     */
    public @Nullable String getHeader(CharSequence name) {
        List<String> all = message.headers().getAll(name);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    /** Whether the client asks to go on with another protocol: RFC 9110, section 7.8. */
    boolean asksFor(String protocol) {
        return message.headers().containsValue(HttpHeaderNames.UPGRADE, protocol, true)
                && message.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    /**
     * A cookie that the client sent.
     *
     * @param name its name
     * @return its value, or null
     */
    public @Nullable String getCookie(String name) {
        for (String header : message.headers().getAll(HttpHeaderNames.COOKIE)) {
            String value = Cookie.find(header, name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /**
     * All headers.
     *
     * @return as they came; names in any case
     */
    public HttpHeaders requestHeaders() {
        return message.headers();
    }

    /**
     * The host the client wanted, without the port.
     *
     * @return from the target or the Host header; empty if neither says
     */
    public String getRequestHostname() {
        return target.hostname(getHeader(HttpHeaderNames.HOST));
    }

    /**
     * The fields of the query and then of a form in the body, urlencoded or in parts; its files are in {@link #files}.
     *
     * @return decoded, names in the order of their first appearance
     * @throws RuntimeException that becomes a 400 page, if there are too many, or the form makes no sense
     */
    public Map<String, List<String>> args() {
        Map<String, List<String>> known = args;
        if (known == null) {
            List<FormFile> found = new ArrayList<>(0);
            known = body.arguments(target.query(), getHeader(HttpHeaderNames.CONTENT_TYPE), site.options(), found);
            files = found;
            args = known;
        }
        return known;
    }

    /**
     * The files of a form that has some.
     *
     * @return in their order; empty for all other requests
     * @throws RuntimeException as {@link #args}
     */
    public List<FormFile> files() {
        args();
        return List.copyOf(files);
    }

    /**
     * One field.
     *
     * @param name its name
     * @return its first value, or null
     */
    public @Nullable String getArg(String name) {
        List<String> values = args().get(name);
        return values == null ? null : values.get(0);
    }

    /**
     * The body.
     *
     * @return a copy
     */
    public byte[] content() {
        return body.bytes();
    }

    /**
     * The body as text.
     *
     * @return in UTF-8
     */
    public String contentText() {
        return new String(body.bytes(), StandardCharsets.UTF_8);
    }

    /**
     * Who asks.
     *
     * @return the client's end of the connection
     */
    public Address getClientAddress() {
        return channel.peer();
    }

    /**
     * Where it was asked.
     *
     * @return our end of the connection
     */
    public Address getHost() {
        return channel.host();
    }

    /**
     * Whether the connection is encrypted.
     *
     * @return false after the request is finished
     */
    public boolean isSecure() {
        return !isFinished() && channel.isSecure();
    }

    abstract boolean isFinished();

    /**
     * The reactor that runs this request's connection.
     *
     * @return for timers and threads
     */
    public Reactor reactor() {
        return channel.loop();
    }

    /**
     * The site that serves this.
     *
     * @return the site
     */
    public Site site() {
        return site;
    }
}
