/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code writeSequence} takes, as buffers; for whoever writes a transport. Threading: any. */
public final class Pieces {

    private Pieces() {}

    /**
     * Turns every piece into a buffer, or none.
     *
     * <p>Ownership: the buffers among the pieces are taken, also when this throws; the caller owns what is returned.
     *
     * @param pieces each a ByteBuf, a byte[], which is copied, or a CharSequence, which becomes UTF-8
     * @return the buffers, in order
     * @throws IllegalArgumentException if a piece is something else
     */
    public static List<ByteBuf> buffers(Iterable<?> pieces) {
        List<ByteBuf> buffers = new ArrayList<>();
        String wrong = null;
        try {
            for (Object piece : pieces) {
                ByteBuf buffer = buffer(piece);
                if (buffer != null) {
                    buffers.add(buffer);
                } else if (wrong == null) {
                    wrong = piece == null ? "null" : piece.getClass().getName();
                }
            }
        } catch (Throwable e) {
            // The iterator threw: what it has given was given away all the same.
            buffers.forEach(ByteBuf::release);
            throw e;
        }
        if (wrong != null) {
            buffers.forEach(ByteBuf::release);
            throw new IllegalArgumentException("piece: " + wrong + " (expected: ByteBuf, byte[] or CharSequence)");
        }
        return buffers;
    }

    private static @Nullable ByteBuf buffer(@Nullable Object piece) {
        if (piece instanceof ByteBuf buffer) {
            return buffer;
        }
        if (piece instanceof byte[] bytes) {
            return Unpooled.copiedBuffer(bytes);
        }
        return piece instanceof CharSequence text ? Unpooled.copiedBuffer(text, StandardCharsets.UTF_8) : null;
    }
}
