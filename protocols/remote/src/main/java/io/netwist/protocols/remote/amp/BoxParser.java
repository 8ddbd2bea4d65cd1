/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes boxes of bytes. A pair is taken as soon as it is complete, so however the input is cut, parsing is linear in its
 * length and what is kept is the pairs of one box.
 */
final class BoxParser {
    private final int longestBox;

    private Box box = new Box();
    private int length;

    BoxParser(int longestBox) {
        this.longestBox = longestBox;
    }

    /**
     * Takes bytes up to the end of one box.
     *
     * @return the box, or null if more bytes are needed
     * @throws AmpException if the peer does not speak AMP, or sends more than is allowed
     */
    @Nullable
    Box next(ByteBuf bytes) {
        while (bytes.readableBytes() >= 2) {
            int start = bytes.readerIndex();
            int keyLength = bytes.getUnsignedShort(start);
            if (keyLength == 0) {
                bytes.skipBytes(2);
                Box whole = box;
                box = new Box();
                length = 0;
                return whole;
            }
            if (keyLength > Box.LONGEST_KEY) {
                throw new TooLongException(true, false, keyLength, null);
            }
            if (bytes.readableBytes() < 4 + keyLength) {
                return null;
            }
            int valueLength = bytes.getUnsignedShort(start + 2 + keyLength);
            if (length + 4 + keyLength + valueLength > longestBox) {
                throw new BoxTooLongException(longestBox);
            }
            if (bytes.readableBytes() < 4 + keyLength + valueLength) {
                return null;
            }
            length += 4 + keyLength + valueLength;
            String key = bytes.toString(start + 2, keyLength, StandardCharsets.ISO_8859_1);
            byte[] value = new byte[valueLength];
            bytes.getBytes(start + 4 + keyLength, value);
            bytes.skipBytes(4 + keyLength + valueLength);
            box.received(key, value);
        }
        return null;
    }

    /** Whether a box has begun and not ended. */
    boolean isMidway() {
        return !box.isEmpty();
    }
}
