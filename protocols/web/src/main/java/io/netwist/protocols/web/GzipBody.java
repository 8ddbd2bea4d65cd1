/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The body of one answer on its way through Netty's gzip encoder. Must be finished or released. */
final class GzipBody {

    /** Below this the frame of gzip is larger than what it saves. */
    private static final int WORTH = 200;

    private final EmbeddedChannel channel = new EmbeddedChannel(ZlibCodecFactory.newZlibEncoder(ZlibWrapper.GZIP, 6));

    /** A body that is there as a whole. */
    static byte[] whole(byte[] body) {
        GzipBody gzip = new GzipBody();
        ByteBuf first = gzip.encode(Unpooled.wrappedBuffer(body));
        ByteBuf all = Unpooled.wrappedBuffer(first, gzip.finish());
        try {
            return ByteBufUtil.getBytes(all);
        } finally {
            all.release();
        }
    }

    /** Owns the data. The result may be empty. */
    ByteBuf encode(ByteBuf data) {
        channel.writeOutbound(data);
        return all();
    }

    ByteBuf finish() {
        channel.finish();
        return all();
    }

    void release() {
        channel.finishAndReleaseAll();
    }

    private ByteBuf all() {
        List<ByteBuf> pieces = new ArrayList<>(2);
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            pieces.add(piece);
        }
        return pieces.size() == 1 ? pieces.get(0) : Unpooled.wrappedBuffer(pieces.toArray(new ByteBuf[0]));
    }

    /** Whether a client takes gzip: by name, or by {@code *}, and with a weight above zero. */
    static boolean isWanted(List<String> acceptEncoding) {
        float named = -1;
        float any = -1;
        for (String line : acceptEncoding) {
            for (String element : line.split(",", -1)) {
                String[] parts = element.split(";", -1);
                String coding = parts[0].trim().toLowerCase(Locale.ROOT);
                if (coding.equals("gzip") || coding.equals("x-gzip")) {
                    named = weight(parts);
                } else if (coding.equals("*")) {
                    any = weight(parts);
                }
            }
        }
        return named >= 0 ? named > 0 : any > 0;
    }

    private static float weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                try {
                    return Math.max(0, Float.parseFloat(parameter.substring(2)));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }

    /** Whether an answer is worth it. A length of -1 is one that is not known. */
    static boolean isWorth(int code, long length, @Nullable CharSequence type, @Nullable HttpHeaders headers) {
        if (code == 204 || code == 304 || code == 206 || code == 416 || (length >= 0 && length < WORTH)) {
            return false;
        }
        if (headers != null && (headers.contains("Content-Encoding") || headers.contains("Content-Range"))) {
            return false;
        }
        String name = type == null ? "text/html" : type.toString().toLowerCase(Locale.ROOT);
        return name.startsWith("text/")
                || name.contains("json")
                || name.contains("xml")
                || name.contains("javascript")
                || name.startsWith("application/wasm");
    }
}
