/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netwist.protocols.web.wire.Validators;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of the answer, until it is sent. */
abstract class AnswerHead extends RequestMessage {

    private static final String DEFAULT_CONTENT_TYPE = "text/html";

    private int code = 200;
    private @Nullable String codeMessage;
    private @Nullable CharSequence contentType;
    private @Nullable HttpHeaders responseHeaders;
    private long lastModified = -1;
    private @Nullable Session session;

    /** Content-Length as set by the resource, or -1. */
    long declaredLength = -1;

    /** Written by Request. */
    boolean headSent;

    /** Whether the answer is from beneath a {@link Compressing}: then it varies with what the client takes. */
    private boolean mayBeCompressed;

    AnswerHead(Site site, ResponseChannel channel, HttpRequest message, RequestTarget target, RequestBody body) {
        super(site, channel, message, target, body);
    }

    /** Takes back all that was set, for an error page. */
    void startAgain(int newCode) {
        code = newCode;
        codeMessage = null;
        contentType = null;
        declaredLength = -1;
        responseHeaders = null;
    }

    /** The head is that of a 101. */
    void switching() {
        headSent = true;
        code = 101;
    }

    void setContentTypeIfNone(@Nullable CharSequence type) {
        if (contentType == null) {
            contentType = type;
        }
    }

    /**
     * Sets the status.
     *
     * @param code for example 404
     * @throws IllegalStateException if the head was sent
     */
    public void setResponseCode(int code) {
        setResponseCode(code, null);
    }

    /**
     * Sets the status and the words beside it.
     *
     * @param code for example 404
     * @param message printable ASCII, or null for the usual words
     * @throws IllegalStateException if the head was sent
     */
    public void setResponseCode(int code, @Nullable String message) {
        if (code < 200 || code > 999) {
            throw new IllegalArgumentException("code: " + code + " (expected: 200..999)");
        }
        if (message != null && !message.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("message: " + message + " (expected: printable ASCII)");
        }
        checkHead("setResponseCode");
        this.code = code;
        this.codeMessage = message;
    }

    /**
     * Sets a header, in place of all of that name.
     *
     * @param name a token
     * @param value text without line breaks
     * @throws IllegalArgumentException if either cannot stand in a header
     * @throws IllegalStateException if the head was sent
     */
    public void setHeader(CharSequence name, CharSequence value) {
        if (HttpHeaderNames.CONTENT_TYPE.contentEqualsIgnoreCase(name)) {
            checkHead("setHeader");
            new DefaultHttpHeaders().set(name, value); // Checks the value.
            contentType = value;
        } else if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            checkHead("setHeader");
            declaredLength = length(value);
        } else {
            responseHeaders().set(name, value);
        }
    }

    private static long length(CharSequence value) {
        try {
            long length = Long.parseLong(value.toString());
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // As for a negative number.
        }
        throw new IllegalArgumentException("Content-Length: " + value + " (expected: a number of bytes)");
    }

    /**
     * The headers set so far, for adding to them. Content-Type and Content-Length are set by {@link #setHeader} only;
     * those that frame the body and the connection are the site's.
     *
     * @return checks names and values
     * @throws IllegalStateException if the head was sent
     */
    public HttpHeaders responseHeaders() {
        checkHead("responseHeaders");
        HttpHeaders headers = responseHeaders;
        if (headers == null) {
            headers = new DefaultHttpHeaders();
            responseHeaders = headers;
        }
        return headers;
    }

    private void checkHead(String what) {
        if (headSent) {
            throw new IllegalStateException(what + ": the head of the answer to " + this + " has been sent already");
        }
    }

    /**
     * Sets a cookie.
     *
     * @param cookie added to those set before
     */
    public void addCookie(Cookie cookie) {
        responseHeaders().add("Set-Cookie", cookie.header());
    }

    /**
     * What the site remembers of this client. Without one that the client names and that is still alive, a new session is
     * made and its cookie set.
     *
     * @return the same session for the whole request
     * @throws IllegalStateException if there is none yet and the head was sent
     */
    public Session getSession() {
        Session known = session;
        if (known == null) {
            String name = site().sessions().cookieName(channel.isSecure());
            String uid = getCookie(name);
            known = uid == null ? null : site().sessions().find(uid);
            if (known == null) {
                known = site().sessions().make(reactor());
                addCookie(Cookie.of(name, known.uid())
                        .withPath("/")
                        .withHttpOnly(true)
                        .withSameSite(Cookie.SameSite.LAX)
                        .withSecure(channel.isSecure()));
            }
            session = known;
        }
        known.touch();
        return known;
    }

    /**
     * Sends the client elsewhere: status 302 and Location.
     *
     * @param url absolute, or relative to this request's
     */
    public void redirect(String url) {
        setResponseCode(302);
        setHeader("Location", url);
    }

    /**
     * Says when what is about to be sent was changed; of several calls the latest time counts.
     *
     * @param seconds since 1970
     * @return whether the client has it already: then the status is 304 and no body is needed
     */
    public boolean setLastModified(long seconds) {
        if (seconds > lastModified) {
            lastModified = seconds;
            setHeader("Last-Modified", Validators.formatDate(seconds));
        }
        if (!isGetOrHead() || getHeader(HttpHeaderNames.IF_NONE_MATCH) != null) {
            return false; // If-None-Match decides alone: RFC 9110 section 13.2.2.
        }
        long since = Validators.parseDate(getHeader(HttpHeaderNames.IF_MODIFIED_SINCE));
        if (since >= lastModified) {
            setResponseCode(304);
            return true;
        }
        return false;
    }

    /**
     * Says which version is about to be sent.
     *
     * @param tag with its quotes, for example {@code "abc"} or {@code W/"abc"}
     * @return whether the client has it already: then the status is 304, or 412 for methods other than GET and HEAD, and
     *     no body is needed
     */
    public boolean setETag(String tag) {
        setHeader("ETag", tag);
        List<String> known = message.headers().getAll(HttpHeaderNames.IF_NONE_MATCH);
        if (!known.isEmpty() && Validators.matchesAny(String.join(",", known), tag)) {
            setResponseCode(isGetOrHead() ? 304 : 412);
            return true;
        }
        return false;
    }

    private boolean isGetOrHead() {
        return method().equals("GET") || method().equals("HEAD");
    }

    /**
     * The status as it stands.
     *
     * @return 200 until set
     */
    public int responseCode() {
        return code;
    }

    // ---- compression

    /** Called by a resource that compresses what is beneath it; may be called again. */
    void mayCompress() {
        mayBeCompressed = true;
    }

    /**
     * Called just before the head is written; may be called again. True if it says that the body will be compressed.
     *
     * @param length of the body, or -1 if it is not known
     */
    boolean compressesBody(long length) {
        if (!mayBeCompressed || headSent) {
            return false;
        }
        HttpHeaders headers = responseHeaders();
        if (!headers.containsValue(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING, true)) {
            headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        }
        if (!GzipBody.isWanted(message.headers().getAll(HttpHeaderNames.ACCEPT_ENCODING))) {
            return false;
        }
        boolean compresses = GzipBody.isWorth(code, length, contentType(true), headers);
        if (compresses) {
            headers.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
        }
        String tag = headers.get(HttpHeaderNames.ETAG);
        if (tag != null && !tag.startsWith("W/") && (compresses || code == 304)) {
            headers.set(
                    HttpHeaderNames.ETAG, "W/" + tag); // The same bytes only when decoded; a 304 says what a 200 would.
        }
        return compresses;
    }

    // ---- for those who write the head

    @Nullable
    String codeMessage() {
        return codeMessage;
    }

    @Nullable
    HttpHeaders responseHeadersOrNull() {
        return responseHeaders;
    }

    /** Whether an answer with this status has no body at all. */
    boolean isBodiless() {
        return code == 204 || code == 304;
    }

    /** The type to send, or null for none. */
    @Nullable
    CharSequence contentType(boolean hasBody) {
        if (contentType != null) {
            return contentType;
        }
        return hasBody && !isBodiless() ? DEFAULT_CONTENT_TYPE : null;
    }
}
