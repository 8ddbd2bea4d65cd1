/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A form with files, parsed by Netty in memory: the body that it is in was limited before. RFC 7578. */
final class MultipartForm {

    private final Map<String, List<String>> fields;
    private final List<FormFile> files;
    private final int limit;

    MultipartForm(Map<String, List<String>> fields, List<FormFile> files, int limit) {
        this.fields = fields;
        this.files = files;
        this.limit = limit;
    }

    /** The body is lent. False if it has too many parts. */
    boolean parse(String contentType, ByteBuf body) {
        String delimiter = "--" + boundary(contentType);
        int parts = count(body, delimiter);
        if (count(body, delimiter + "--") == 0) {
            throw new BadRequest("a multipart form that has no end");
        }
        int before = fields.values().stream().mapToInt(List::size).sum();
        if (parts - 1 > limit - before) {
            return false; // Counted here: Netty's own limit loses a buffer.
        }
        decode(contentType, body);
        return true;
    }

    private static String boundary(String contentType) {
        for (String parameter : contentType.split(";", -1)) {
            String trimmed = parameter.trim();
            if (trimmed.regionMatches(true, 0, "boundary=", 0, 9) && trimmed.length() > 9) {
                return trimmed.substring(9).replace("\"", "");
            }
        }
        throw new BadRequest("a multipart form without a boundary");
    }

    private static int count(ByteBuf body, String delimiter) {
        ByteBuf needle = Unpooled.copiedBuffer(delimiter, StandardCharsets.ISO_8859_1);
        try {
            ByteBuf rest = body.duplicate();
            int count = 0;
            int at = ByteBufUtil.indexOf(needle, rest);
            while (at >= 0) {
                count++;
                rest.readerIndex(at + needle.readableBytes());
                at = ByteBufUtil.indexOf(needle, rest);
            }
            return count;
        } finally {
            needle.release();
        }
    }

    private void decode(String contentType, ByteBuf body) {
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        HttpPostMultipartRequestDecoder decoder = null;
        try {
            decoder = new HttpPostMultipartRequestDecoder(
                    new DefaultHttpDataFactory(false), head, StandardCharsets.UTF_8, -1, -1);
            decoder.offer(new DefaultLastHttpContent(body.duplicate())); // It makes a copy of its own.
            for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                add(part);
            }
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException
                | HttpPostRequestDecoder.EndOfDataDecoderException
                | IllegalArgumentException // A charset that there is not.
                | IOException e) {
            throw new BadRequest("a multipart form that makes no sense: " + e.getMessage());
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    private void add(InterfaceHttpData part) throws IOException {
        if (part instanceof FileUpload file) {
            files.add(new FormFile(
                    file.getName(), file.getFilename(), String.valueOf(file.getContentType()), file.get()));
        } else if (part instanceof Attribute field) {
            fields.computeIfAbsent(field.getName(), name -> new ArrayList<>(1)).add(field.getValue());
        }
    }
}
