/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netwist.bridge.Transport;
import io.netwist.protocols.web.wire.Validators;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the head of an HTTP/1 response.
 *
 * <p>Ours and not Netty's encoder, because it needs no message object, no header object for the usual response, and one
 * buffer for head and body. The lines that are the same in every response of a second are kept as bytes.
 */
final class ResponseHead {

    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] SWITCHING =
            ascii("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ");
    private static final byte[] TUNNEL = ascii("HTTP/1.1 200 Connection established\r\n\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] CONTENT_TYPE = ascii("Content-Type: ");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final int CRLF = '\r' << 8 | '\n';

    /** What is followed by the length of the head that the buffer should have room for. */
    static final int ESTIMATE = 256;

    private final String server;

    /** The usual first lines, status included, of the second below. */
    private byte[] lines = new byte[0];

    private long second = -1;

    ResponseHead(String server) {
        this.server = server;
    }

    /** What the head says about the body: {@code length} bytes, or chunked, or (-1, false) nothing. */
    void write(ByteBuf out, Request request, long length, boolean chunked) {
        HttpHeaders headers = request.responseHeadersOrNull();
        int code = request.responseCode();
        byte[] usual = usualLines();
        boolean ownServerOrDate =
                headers != null && (headers.contains(HttpHeaderNames.SERVER) || headers.contains(HttpHeaderNames.DATE));
        if (code == 200 && !ownServerOrDate && request.isHttp11() && request.codeMessage() == null) {
            out.writeBytes(usual);
        } else {
            statusLine(out, request);
            if (!ownServerOrDate) {
                out.writeBytes(usual, OK.length, usual.length - OK.length);
            } else {
                missingOf(out, headers);
            }
        }
        if (request.isClosing()) {
            out.writeBytes(CLOSE);
        }
        CharSequence type = request.contentType(length != 0 || chunked);
        if (type != null) {
            out.writeBytes(CONTENT_TYPE);
            out.writeCharSequence(type, StandardCharsets.UTF_8);
            ByteBufUtil.writeShortBE(out, CRLF);
        }
        if (chunked) {
            out.writeBytes(CHUNKED);
        } else if (length >= 0) {
            out.writeBytes(CONTENT_LENGTH);
            writeDecimal(out, length);
            ByteBufUtil.writeShortBE(out, CRLF);
        }
        if (headers != null) {
            all(out, headers);
        }
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    /** The head of a 101, or without a name that of the 200 that opens a tunnel. */
    void writeSwitching(ByteBuf out, Request request, @Nullable String name) {
        if (name == null) {
            out.writeBytes(TUNNEL);
            return;
        }
        HttpHeaders headers = request.responseHeadersOrNull();
        out.writeBytes(SWITCHING);
        out.writeCharSequence(name, StandardCharsets.US_ASCII);
        ByteBufUtil.writeShortBE(out, CRLF);
        if (headers != null) {
            all(out, headers);
        }
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    private byte[] usualLines() {
        long now = System.currentTimeMillis() / 1000;
        if (now != second) {
            second = now;
            lines = ascii("HTTP/1.1 200 OK\r\nServer: " + server + "\r\nDate: " + Validators.formatDate(now) + "\r\n");
        }
        return lines;
    }

    private void missingOf(ByteBuf out, @Nullable HttpHeaders headers) {
        if (headers == null || !headers.contains(HttpHeaderNames.SERVER)) {
            out.writeBytes(ascii("Server: " + server + "\r\n"));
        }
        if (headers == null || !headers.contains(HttpHeaderNames.DATE)) {
            out.writeBytes(ascii("Date: " + Validators.formatDate(second) + "\r\n"));
        }
    }

    private static void statusLine(ByteBuf out, Request request) {
        String message = request.codeMessage();
        int code = request.responseCode();
        out.writeBytes(ascii(request.isHttp11() ? "HTTP/1.1 " : "HTTP/1.0 "));
        writeDecimal(out, code);
        out.writeByte(' ');
        out.writeCharSequence(message != null ? message : reason(code), StandardCharsets.UTF_8);
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    static String reason(int code) {
        return code == 418 ? "I'm a teapot" : HttpResponseStatus.valueOf(code).reasonPhrase();
    }

    /** The response's own headers, except those that are written from what the request knows. */
    private static void all(ByteBuf out, HttpHeaders headers) {
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            out.writeCharSequence(header.getKey(), StandardCharsets.US_ASCII);
            ByteBufUtil.writeShortBE(out, ':' << 8 | ' ');
            out.writeCharSequence(header.getValue(), StandardCharsets.UTF_8);
            ByteBufUtil.writeShortBE(out, CRLF);
        }
    }

    /** Sends a chunk of a body; a small one is copied, so that it is one write. */
    static void writeChunk(Transport to, ByteBufAllocator alloc, ByteBuf data, int copiedUpTo) {
        boolean copied = data.readableBytes() <= copiedUpTo;
        ByteBuf out = alloc.buffer(12 + (copied ? data.readableBytes() + 2 : 0));
        writeHex(out, data.readableBytes());
        out.writeShort(CRLF);
        if (copied) {
            out.writeBytes(data).writeShort(CRLF);
            data.release();
            to.write(out);
        } else {
            to.write(out);
            to.write(data);
            to.write(alloc.buffer(2).writeShort(CRLF));
        }
    }

    static void writeDecimal(ByteBuf out, long value) {
        if (value >= 10) {
            writeDecimal(out, value / 10);
        }
        out.writeByte((int) ('0' + value % 10));
    }

    static void writeHex(ByteBuf out, int value) {
        if (value >= 16) {
            writeHex(out, value >>> 4);
        }
        out.writeByte(Character.forDigit(value & 15, 16));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
