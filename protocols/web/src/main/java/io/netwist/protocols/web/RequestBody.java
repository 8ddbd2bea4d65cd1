/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netwist.protocols.web.wire.Arguments;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a request, collected as it comes. */
final class RequestBody {

    private static final byte[] NOTHING = new byte[0];
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";

    /** Null for most requests. */
    private @Nullable ByteBuf data;

    private boolean over;

    /** Copies the bytes; they are lent. */
    void add(ByteBuf piece) {
        if (!piece.isReadable() || over) {
            return;
        }
        if (data == null) {
            data = Unpooled.buffer(Math.max(piece.readableBytes(), 256));
        }
        data.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
    }

    long length() {
        return data == null ? 0 : data.readableBytes();
    }

    byte[] bytes() {
        return data == null ? NOTHING : ByteBufUtil.getBytes(data);
    }

    Map<String, List<String>> arguments(
            @Nullable String query, @Nullable String contentType, SiteOptions options, List<FormFile> files) {
        if (query == null && data == null) {
            return Map.of();
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int limit = options.maxArguments();
        boolean all = query == null || Arguments.parse(query, fields, limit);
        if (all && data != null && contentType != null) {
            String type = contentType.split(";", 2)[0].trim();
            if (type.equalsIgnoreCase(FORM)) {
                all = Arguments.parse(new String(bytes(), StandardCharsets.US_ASCII), fields, limit);
            } else if (type.equalsIgnoreCase(MULTIPART)) {
                all = new MultipartForm(fields, files, limit).parse(contentType, data.slice());
            }
        }
        if (!all) {
            throw new BadRequest("more than " + limit + " fields in query and form");
        }
        return fields;
    }

    void release() {
        over = true;
        if (data != null) {
            data.release();
            data = null;
        }
    }
}
