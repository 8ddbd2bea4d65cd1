/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns what {@code writeSequence} takes into bytes. */
final class Pieces {

    private Pieces() {}

    /** Joins the pieces and releases the buffers among them, also when one piece is of a wrong type. */
    static byte[] join(Iterable<?> pieces) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        Object wrong = null;
        boolean refused = false;
        for (Object piece : pieces) {
            byte[] bytes = bytesOf(piece);
            if (bytes != null) {
                joined.writeBytes(bytes);
            } else if (!refused) {
                refused = true;
                wrong = piece == null ? null : piece.getClass().getName();
            }
        }
        if (refused) {
            throw new IllegalArgumentException("piece: " + wrong + " (expected: ByteBuf, byte[] or CharSequence)");
        }
        return joined.toByteArray();
    }

    private static byte @Nullable [] bytesOf(@Nullable Object piece) {
        if (piece instanceof ByteBuf buffer) {
            return take(buffer);
        }
        if (piece instanceof byte[] bytes) {
            return bytes;
        }
        return piece instanceof CharSequence text ? text.toString().getBytes(StandardCharsets.UTF_8) : null;
    }

    /** Copies a buffer and releases it. */
    static byte[] take(ByteBuf data) {
        byte[] bytes = ByteBufUtil.getBytes(data);
        data.release();
        return bytes;
    }
}
