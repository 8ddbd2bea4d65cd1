/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Netty's decoder with the request line taken literally: one blank between its parts, printable ASCII in its target, a
 * version that is HTTP/1.0 or HTTP/1.1 in capitals, and at most one empty line before it.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {

    /** Where the part of the request line before this one ends. */
    private int end;

    /** Between two requests, where an empty line may stand. */
    private boolean betweenRequests = true;

    private boolean emptyLineSkipped;

    /** After a refusal of ours nothing of this connection means anything. */
    private boolean refused;

    /** The first bytes of a client that speaks HTTP/2: RFC 9113, section 3.4. */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** What happens when a connection begins with the preface; null when it cannot any more. */
    private @Nullable Runnable http2;

    StrictRequestDecoder(SiteOptions options) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(options.maxRequestLine())
                .setMaxHeaderSize(options.maxHeaderBytes())
                .setMaxChunkSize(64 * 1024));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (refused) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        if (http2 != null && isPreface(buffer)) {
            return;
        }
        if (betweenRequests && !startOfRequest(buffer, out)) {
            return;
        }
        super.decode(ctx, buffer, out);
        if (!out.isEmpty() && out.get(out.size() - 1) instanceof LastHttpContent last) {
            betweenRequests = last.decoderResult().isSuccess();
            emptyLineSkipped = false;
        }
    }

    /** Has something happen if the connection begins with the preface of HTTP/2, which is left for others to read. */
    void onHttp2(Runnable then) {
        http2 = then;
    }

    /** Also true for what may still become one. */
    private boolean isPreface(ByteBuf buffer) {
        int length = Math.min(PREFACE.length, buffer.readableBytes());
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(buffer.readerIndex() + i) != PREFACE[i]) {
                http2 = null;
                return false;
            }
        }
        Runnable then = http2;
        if (length == PREFACE.length && then != null) {
            http2 = null;
            then.run();
        }
        return true;
    }

    /** Skips one empty line and refuses a second one, and blanks. False if there is nothing to decode yet, or ever. */
    private boolean startOfRequest(ByteBuf buffer, List<Object> out) {
        int at = buffer.readerIndex();
        int readable = buffer.readableBytes();
        if (readable > 0 && !emptyLineSkipped && buffer.getByte(at) == '\r') {
            if (readable < 2) {
                return false;
            }
            if (buffer.getByte(at + 1) == '\n') {
                buffer.skipBytes(2);
                emptyLineSkipped = true;
                at += 2;
                readable -= 2;
            }
        }
        if (readable == 0) {
            return false;
        }
        byte first = buffer.getByte(at);
        if (first >= 0 && first <= ' ') {
            refused = true;
            HttpMessage invalid = createInvalidMessage();
            invalid.setDecoderResult(DecoderResult.failure(
                    new IllegalArgumentException("a blank, or a second empty line, before a request")));
            out.add(invalid);
            return false;
        }
        betweenRequests = false;
        return true;
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        end = start + length;
        if (length == 0) {
            throw new IllegalArgumentException("request line: empty method");
        }
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        oneBlank(line, start);
        if (length == 0) {
            throw new IllegalArgumentException("request line: no target");
        }
        for (int i = start; i < start + length; i++) {
            if (line[i] <= ' ' || line[i] == 0x7f) {
                throw new IllegalArgumentException("request line: target with byte 0x"
                        + Integer.toHexString(line[i] & 0xff) + " (expected: printable ASCII)");
            }
        }
        end = start + length;
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        oneBlank(line, start);
        boolean known = length == 8
                && line[start] == 'H'
                && line[start + 1] == 'T'
                && line[start + 2] == 'T'
                && line[start + 3] == 'P'
                && line[start + 4] == '/'
                && line[start + 5] == '1'
                && line[start + 6] == '.'
                && (line[start + 7] == '0' || line[start + 7] == '1');
        if (!known) {
            throw new IllegalArgumentException("request line: unknown version (expected: HTTP/1.0 or HTTP/1.1)");
        }
        return super.splitThirdWordInitialLine(line, start, length);
    }

    private void oneBlank(byte[] line, int start) {
        if (start != end + 1 || line[start - 1] != ' ') {
            throw new IllegalArgumentException("request line: more than one blank between its parts");
        }
    }
}
