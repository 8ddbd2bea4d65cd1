/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netwist.bridge.stream.Pieces;
import java.io.ByteArrayOutputStream;

/** Bytes out of buffers, which are released. */
final class Bytes {

    private Bytes() {}

    /** Joins the pieces that {@code writeSequence} takes. */
    static byte[] join(Iterable<?> pieces) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        Pieces.buffers(pieces).forEach(each -> joined.writeBytes(take(each)));
        return joined.toByteArray();
    }

    /** Copies a buffer and releases it. */
    static byte[] take(ByteBuf data) {
        byte[] bytes = ByteBufUtil.getBytes(data);
        data.release();
        return bytes;
    }
}
