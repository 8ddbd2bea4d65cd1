/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.files;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netwist.protocols.web.ErrorPage;
import io.netwist.protocols.web.Rendering;
import io.netwist.protocols.web.Request;
import io.netwist.protocols.web.wire.ByteRanges;
import io.netwist.protocols.web.wire.Validators;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Answers a request with a file: all of it, a part, several parts, or the word that the client has it already. */
final class FileAnswer {

    /** Several ranges are put together in memory; more than this is answered with the whole file instead. */
    private static final int MAX_PARTS_BYTES = 1 << 20;

    private static final byte[] EMPTY = new byte[0];

    private FileAnswer() {}

    /**
     * Answers.
     *
     * @param channel of a file that is not small, given away; null opens it when needed
     */
    static Rendering answer(Request request, FoundFile file, @Nullable FileChannel channel) throws IOException {
        FileChannel open = channel;
        try {
            boolean same = request.setETag(file.etag);
            same |= request.setLastModified(file.modified);
            if (same) {
                return Rendering.bytes(EMPTY);
            }
            request.setHeader("Accept-Ranges", "bytes");
            request.setHeader("Content-Type", file.type.contentType());
            String encoding = file.type.contentEncoding();
            if (encoding != null) {
                request.setHeader("Content-Encoding", encoding);
            }
            List<ByteRanges.Range> ranges = ranges(request, file);
            if (ranges != null && ranges.isEmpty()) {
                request.setResponseCode(416);
                request.setHeader("Content-Range", "bytes */" + file.size);
                return Rendering.bytes(EMPTY);
            }
            if (ranges == null && file.whole != null) {
                return file.whole;
            }
            if (ranges == null && request.method().equals("HEAD")) {
                request.setHeader("Content-Length", Long.toString(file.size));
                request.finish();
                return Rendering.NOT_DONE_YET;
            }
            if (open == null && file.bytes == null) {
                open = file.reopen();
                if (open.size() != file.size) {
                    throw new NoSuchFileException("the file changed between two looks at it");
                }
            }
            if (ranges != null && ranges.size() > 1) {
                return parts(request, file, open, ranges);
            }
            FileChannel given = open;
            open = null;
            return ranges == null
                    ? one(request, file, given, new ByteRanges.Range(0, file.size - 1), false)
                    : one(request, file, given, ranges.get(0), true);
        } catch (NoSuchFileException e) {
            return ErrorPage.notFound().render(request);
        } finally {
            if (open != null) {
                open.close();
            }
        }
    }

    /** Null if the whole file is to be sent. */
    private static @Nullable List<ByteRanges.Range> ranges(Request request, FoundFile file) {
        if (!request.method().equals("GET")) {
            return null;
        }
        String range = request.getHeader(HttpHeaderNames.RANGE);
        if (range == null) {
            return null;
        }
        String condition = request.getHeader(HttpHeaderNames.IF_RANGE);
        if (condition != null && !Validators.isSameForRange(condition, file.etag, file.modified)) {
            return null;
        }
        List<ByteRanges.Range> ranges = ByteRanges.parse(range, file.size);
        boolean tooMuch = ranges != null
                && ranges.size() > 1
                && ranges.stream().mapToLong(ByteRanges.Range::length).sum() > MAX_PARTS_BYTES;
        return tooMuch ? null : ranges;
    }

    private static Rendering one(
            Request request, FoundFile file, @Nullable FileChannel channel, ByteRanges.Range range, boolean isPart) {
        if (isPart) {
            request.setResponseCode(206);
            request.setHeader("Content-Range", range.contentRange(file.size));
        }
        if (file.bytes != null) {
            return Rendering.bytes(Arrays.copyOfRange(file.bytes, (int) range.first(), (int) range.last() + 1));
        }
        request.sendFile(Objects.requireNonNull(channel), range.first(), range.length());
        return Rendering.NOT_DONE_YET;
    }

    private static Rendering parts(
            Request request, FoundFile file, @Nullable FileChannel channel, List<ByteRanges.Range> ranges)
            throws IOException {
        String boundary = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteRanges.Range range : ranges) {
            String head = "\r\n--" + boundary + "\r\nContent-Type: " + file.type.contentType() + "\r\nContent-Range: "
                    + range.contentRange(file.size) + "\r\n\r\n";
            out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(read(file, channel, range));
        }
        out.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        request.setResponseCode(206);
        request.setHeader("Content-Type", "multipart/byteranges; boundary=\"" + boundary + '"');
        return Rendering.bytes(out.toByteArray());
    }

    private static byte[] read(FoundFile file, @Nullable FileChannel channel, ByteRanges.Range range)
            throws IOException {
        if (file.bytes != null) {
            return Arrays.copyOfRange(file.bytes, (int) range.first(), (int) range.last() + 1);
        }
        ByteBuffer into = ByteBuffer.allocate((int) range.length());
        while (into.hasRemaining()) {
            if (Objects.requireNonNull(channel).read(into, range.first() + into.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return into.array();
    }
}
