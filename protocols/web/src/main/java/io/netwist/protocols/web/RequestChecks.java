/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What Netty's decoder lets through and a server must not: RFC 9112 and section 4 of RFC 9110. */
final class RequestChecks {

    private RequestChecks() {}

    /** The status that a head is refused with, or 0 if it is well. */
    static int check(HttpRequest message, SiteOptions options) {
        HttpHeaders headers = message.headers();
        if (headers.size() > options.maxHeaderFields()) {
            return 431;
        }
        if (!isHostWell(headers, message.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
            return 400;
        }
        Iterator<? extends CharSequence> codings = headers.valueCharSequenceIterator(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.hasNext()) {
            CharSequence coding = codings.next();
            if (codings.hasNext() || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)) {
                return 400;
            }
        }
        boolean tunnel = options.tunnels() && message.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!tunnel && message.method().name().equals("CONNECT")) {
            return 501;
        }
        String expectation = headers.get(HttpHeaderNames.EXPECT);
        if (expectation != null
                && !message.protocolVersion().equals(HttpVersion.HTTP_1_0)
                && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation)) {
            return 417;
        }
        return HttpUtil.getContentLength(message, 0L) > options.maxBody() ? 413 : 0;
    }

    /** Exactly one Host in HTTP/1.1, at most one in HTTP/1.0, and no byte in it that no host has. */
    private static boolean isHostWell(HttpHeaders headers, boolean isRequired) {
        Iterator<? extends CharSequence> hosts = headers.valueCharSequenceIterator(HttpHeaderNames.HOST);
        if (!hosts.hasNext()) {
            return !isRequired;
        }
        CharSequence host = hosts.next();
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean well = (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || "-._~:[]!$&'()*+;=%".indexOf(c) >= 0;
            if (!well) {
                return false;
            }
        }
        return !hosts.hasNext();
    }

    /** The status for what the decoder could not make sense of. */
    static int status(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }

    /** Whether the connection stays open after the answer: HTTP/1.1 without {@code Connection: close}. */
    static boolean persists(HttpRequest message) {
        return message.protocolVersion().equals(HttpVersion.HTTP_1_1) && HttpUtil.isKeepAlive(message);
    }

    static boolean wantsContinue(HttpRequest message) {
        return !message.protocolVersion().equals(HttpVersion.HTTP_1_0)
                && message.headers().contains(HttpHeaderNames.EXPECT);
    }
}
