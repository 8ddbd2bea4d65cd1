/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.client;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is to send: {@code WebRequest.of("POST", url).withText("hello")}. Immutable; the {@code with} methods make
 * changed copies.
 *
 * <p>A {@link BodyProducer} can be used once, and so can a request that has one.
 */
public final class WebRequest {

    private final String method;
    private final String url;
    private final HttpHeaders headers;
    private final byte @Nullable [] bytes;
    private final @Nullable BodyProducer producer;

    private WebRequest(
            String method, String url, HttpHeaders headers, byte @Nullable [] bytes, @Nullable BodyProducer producer) {
        this.method = Objects.requireNonNull(method, "method");
        this.url = Objects.requireNonNull(url, "url");
        this.headers = headers;
        this.bytes = bytes;
        this.producer = producer;
    }

    /**
     * A request without headers of its own and without a body.
     *
     * @param method for example {@code GET}
     * @param url absolute, http or https
     * @return the request; whether the two make sense is looked at when it is sent
     */
    public static WebRequest of(String method, String url) {
        return new WebRequest(method, url, new DefaultHttpHeaders(), null, null);
    }

    /**
     * The same with another method.
     *
     * @param other for example {@code GET}
     * @return the changed copy
     */
    public WebRequest withMethod(String other) {
        return new WebRequest(other, url, headers, bytes, producer);
    }

    /**
     * The same for another place.
     *
     * @param other absolute
     * @return the changed copy
     */
    public WebRequest withUrl(String other) {
        return new WebRequest(method, other, headers, bytes, producer);
    }

    /**
     * The same with a header, in the place of all of that name.
     *
     * @param name a token
     * @param value without line breaks
     * @return the changed copy
     * @throws IllegalArgumentException if either cannot be
     */
    public WebRequest withHeader(String name, String value) {
        return new WebRequest(method, url, headers.copy().set(name, value), bytes, producer);
    }

    /**
     * The same without a header.
     *
     * @param name of any case
     * @return the changed copy
     */
    public WebRequest withoutHeader(String name) {
        return new WebRequest(method, url, headers.copy().remove(name), bytes, producer);
    }

    /**
     * The same with other headers.
     *
     * @param all copied, in the place of all that there are
     * @return the changed copy
     */
    public WebRequest withHeaders(HttpHeaders all) {
        return new WebRequest(method, url, all.copy(), bytes, producer);
    }

    /**
     * The same with a body, or none.
     *
     * @param body not copied: must not be altered afterwards
     * @return the changed copy
     */
    public WebRequest withBody(byte @Nullable [] body) {
        return new WebRequest(method, url, headers, body, null);
    }

    /**
     * The same with a body that is made while it is sent.
     *
     * @param body makes it
     * @return the changed copy
     */
    public WebRequest withBody(BodyProducer body) {
        return new WebRequest(method, url, headers, null, Objects.requireNonNull(body, "body"));
    }

    /**
     * The same without a body.
     *
     * @return the changed copy
     */
    public WebRequest withoutBody() {
        return new WebRequest(method, url, headers, null, null);
    }

    /**
     * The same with a body of text.
     *
     * @param text sent in UTF-8, as text/plain unless a Content-Type is there
     * @return the changed copy
     */
    public WebRequest withText(String text) {
        return typed("text/plain; charset=utf-8").withBody(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The same with a body of JSON.
     *
     * @param json sent in UTF-8, as application/json unless a Content-Type is there
     * @return the changed copy
     */
    public WebRequest withJson(String json) {
        return typed("application/json").withBody(json.getBytes(StandardCharsets.UTF_8));
    }

    private WebRequest typed(String type) {
        return headers.contains("Content-Type") ? this : withHeader("Content-Type", type);
    }

    /**
     * The method.
     *
     * @return as given
     */
    public String method() {
        return method;
    }

    /**
     * The place.
     *
     * @return as given
     */
    public String url() {
        return url;
    }

    /**
     * The headers.
     *
     * @return a copy
     */
    public HttpHeaders headers() {
        return headers.copy();
    }

    /** Not a copy: to be read only. */
    HttpHeaders fields() {
        return headers;
    }

    byte @Nullable [] bytes() {
        return bytes;
    }

    @Nullable
    BodyProducer producer() {
        return producer;
    }

    @Override
    public String toString() {
        return method + " " + url;
    }
}
