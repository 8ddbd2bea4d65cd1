/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.framing;

import io.netty.buffer.ByteBuf;

/**
 * An unsigned big-endian number of 1, 2 or 4 bytes that tells how many bytes follow.
 *
 * <p>Source: {@code IntNStringReceiver} of {@code twisted.protocols.basic}.
 */
public enum LengthPrefix {
    /** One byte. */
    INT8(1),
    /** Two bytes. */
    INT16(2),
    /** Four bytes. */
    INT32(4);

    /** The result of {@link #peek} when the number has not come yet. */
    public static final long INCOMPLETE = -1;

    private final int size;

    LengthPrefix(int size) {
        this.size = size;
    }

    /**
     * How many bytes the number has.
     *
     * @return 1, 2 or 4
     */
    public int size() {
        return size;
    }

    /**
     * The largest number.
     *
     * @return for example 255
     */
    public long largest() {
        return (1L << (8 * size)) - 1;
    }

    /**
     * Looks at the number.
     *
     * @param bytes what has not been used; not read here
     * @return the number, or {@link #INCOMPLETE}
     */
    public long peek(ByteBuf bytes) {
        if (bytes.readableBytes() < size) {
            return INCOMPLETE;
        }
        int at = bytes.readerIndex();
        return switch (this) {
            case INT8 -> bytes.getUnsignedByte(at);
            case INT16 -> bytes.getUnsignedShort(at);
            case INT32 -> bytes.getUnsignedInt(at);
        };
    }

    /**
     * Writes the number.
     *
     * @param length 0 to {@link #largest()}
     * @param to gets it
     */
    public void write(long length, ByteBuf to) {
        switch (this) {
            case INT8 -> to.writeByte((int) length);
            case INT16 -> to.writeShort((int) length);
            case INT32 -> to.writeInt((int) length);
        }
    }
}
