/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Puts the fragments of a message together; text is checked as it comes, so that nonsense ends the connection at once. */
final class MessageAssembly {

    private static final int NOT_TEXT = 1007;
    private static final int TOO_BIG = 1009;

    private final int limit;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

    private boolean isText;
    private int length;

    /** Of a binary message in fragments. */
    private @Nullable ByteBuf bytes;

    /** Of a text message in fragments. */
    private @Nullable StringBuilder text;

    /** The beginning of a character whose rest is in the next fragment. */
    private ByteBuffer unfinished = ByteBuffer.allocate(0);

    MessageAssembly(int limit) {
        this.limit = limit;
    }

    boolean isText() {
        return isText;
    }

    /** A whole text message. */
    String whole(ByteBuf content) throws Violation {
        count(content);
        length = 0;
        try {
            return utf8.decode(content.nioBuffer()).toString();
        } catch (CharacterCodingException e) {
            throw notText();
        }
    }

    /** A whole binary message, which needs only to be looked at. */
    void check(ByteBuf content) throws Violation {
        count(content);
        length = 0;
    }

    void begin(boolean ofText, ByteBuf content) throws Violation {
        isText = ofText;
        if (ofText) {
            text = new StringBuilder();
            utf8.reset();
        } else {
            bytes = Unpooled.buffer(Math.max(content.readableBytes(), 256));
        }
        add(content, false);
    }

    void add(ByteBuf content, boolean isLast) throws Violation {
        count(content);
        if (bytes != null) {
            bytes.writeBytes(content, content.readerIndex(), content.readableBytes());
        } else if (text != null) {
            decode(text, content, isLast);
        }
    }

    private void decode(StringBuilder to, ByteBuf content, boolean isLast) throws Violation {
        ByteBuffer in = ByteBuffer.allocate(unfinished.remaining() + content.readableBytes());
        in.put(unfinished);
        content.getBytes(content.readerIndex(), in);
        in.flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        CoderResult result = utf8.decode(in, out, isLast);
        if (result.isError()) {
            throw notText();
        }
        unfinished = in.slice();
        to.append(out.flip());
    }

    private void count(ByteBuf content) throws Violation {
        if (content.readableBytes() > limit - length) {
            throw new Violation(TOO_BIG, "a message of more than " + limit + " bytes");
        }
        length += content.readableBytes();
    }

    private static Violation notText() {
        return new Violation(NOT_TEXT, "a text message that is not UTF-8");
    }

    String takeText() {
        String all = text == null ? "" : text.toString();
        release();
        return all;
    }

    /** The caller releases it. */
    ByteBuf takeBytes() {
        ByteBuf all = bytes == null ? Unpooled.EMPTY_BUFFER : bytes;
        bytes = null;
        release();
        return all;
    }

    void release() {
        length = 0;
        text = null;
        unfinished = ByteBuffer.allocate(0);
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
