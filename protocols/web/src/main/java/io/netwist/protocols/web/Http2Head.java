/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.netwist.protocols.web.wire.Validators;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Heads of HTTP/2 in the terms of HTTP/1, and back: RFC 9113, section 8. */
final class Http2Head {

    private static final HttpVersion HTTP_2 = new HttpVersion("HTTP", 2, 0, true);

    /** What says something of a connection, of which there is none here: RFC 9113, section 8.2.2. */
    private static final Set<AsciiString> OF_CONNECTION = Set.of(
            HttpHeaderNames.CONNECTION,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE,
            AsciiString.cached("keep-alive"),
            AsciiString.cached("proxy-connection"));

    private final AsciiString server;
    private AsciiString date = AsciiString.EMPTY_STRING;
    private long second = -1;

    Http2Head(String server) {
        this.server = AsciiString.of(server);
    }

    /** Throws IllegalArgumentException for what cannot be a request. */
    static HttpRequest request(Http2Headers headers) {
        CharSequence method = headers.method();
        CharSequence path = headers.path();
        if (method == null || path == null || path.length() == 0 || !isPrintable(path)) {
            throw new IllegalArgumentException("a request without a method or a path");
        }
        HttpHeaders plain = new DefaultHttpHeaders();
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            CharSequence name = header.getKey();
            if (name.length() > 0 && name.charAt(0) != ':') {
                plain.add(name, header.getValue());
            }
        }
        CharSequence authority = headers.authority();
        if (authority != null) {
            plain.set(HttpHeaderNames.HOST, authority);
        }
        List<String> cookies = plain.getAll(HttpHeaderNames.COOKIE);
        if (cookies.size() > 1) {
            plain.set(HttpHeaderNames.COOKIE, String.join("; ", cookies)); // Section 8.2.3.
        }
        return new DefaultHttpRequest(HTTP_2, HttpMethod.valueOf(method.toString()), path.toString(), plain);
    }

    private static boolean isPrintable(CharSequence target) {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** What the head says about the body: {@code length} bytes, or (-1) nothing. */
    Http2Headers response(Request request, long length, boolean hasBody) {
        Http2Headers all = new DefaultHttp2Headers(false);
        all.status(AsciiString.of(String.valueOf(request.responseCode())));
        HttpHeaders own = request.responseHeadersOrNull();
        if (own == null || !own.contains(HttpHeaderNames.SERVER)) {
            all.add(HttpHeaderNames.SERVER, server);
        }
        if (own == null || !own.contains(HttpHeaderNames.DATE)) {
            all.add(HttpHeaderNames.DATE, date());
        }
        CharSequence type = request.contentType(hasBody);
        if (type != null) {
            all.add(HttpHeaderNames.CONTENT_TYPE, type);
        }
        if (length >= 0) {
            all.add(HttpHeaderNames.CONTENT_LENGTH, AsciiString.of(String.valueOf(length)));
        }
        addOwn(all, own);
        return all;
    }

    private static void addOwn(Http2Headers all, @Nullable HttpHeaders own) {
        if (own == null) {
            return;
        }
        Iterator<Map.Entry<CharSequence, CharSequence>> headers = own.iteratorCharSequence();
        while (headers.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = headers.next();
            AsciiString name = AsciiString.of(header.getKey()).toLowerCase();
            if (!OF_CONNECTION.contains(name)) {
                all.add(name, header.getValue());
            }
        }
    }

    private AsciiString date() {
        long now = System.currentTimeMillis() / 1000;
        if (now != second) {
            second = now;
            date = AsciiString.of(Validators.formatDate(now));
        }
        return date;
    }

    static Http2Headers status(int code) {
        return new DefaultHttp2Headers(false).status(AsciiString.of(String.valueOf(code)));
    }
}
