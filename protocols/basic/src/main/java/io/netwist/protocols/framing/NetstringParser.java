/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.framing;

import io.netty.buffer.ByteBuf;

/**
 * Finds netstrings: {@code 5:hello,}.
 *
 * <p>The number has no leading zero, except that 0 itself is legal. Source: {@code NetstringReceiver} of {@code
 * twisted.protocols.basic}, and D. J. Bernstein's definition of 1997.
 */
public final class NetstringParser {

    /** The result of {@link #find} when more bytes are needed. */
    public static final int INCOMPLETE = -1;

    /** The result of {@link #find} when the bytes are no netstring, or one longer than allowed. */
    public static final int MALFORMED = -2;

    private int maxLength = 99_999;

    /** How many bytes of the number have been looked at. */
    private int digits;

    /** What the digits say so far; never more than ten times the limit. */
    private long length;

    /** Whether the colon has been read, and the number with it. */
    private boolean inPayload;

    /** Makes one for strings of at most 99,999 bytes. */
    public NetstringParser() {}

    /**
     * Reads up to the payload of the next netstring and waits until that has come, with its comma.
     *
     * @param bytes what has not been used; a complete number and its colon are read
     * @return the length of the payload, which is next and is followed by the comma; {@link #INCOMPLETE} or {@link
     *     #MALFORMED}
     */
    public int find(ByteBuf bytes) {
        if (!inPayload) {
            int result = readLength(bytes);
            if (result != 0) {
                return result;
            }
        }
        int payload = (int) length;
        if (bytes.readableBytes() <= payload) {
            return INCOMPLETE;
        }
        reset();
        return bytes.getByte(bytes.readerIndex() + payload) == ',' ? payload : MALFORMED;
    }

    /** Zero when the number is complete. */
    private int readLength(ByteBuf bytes) {
        while (digits < bytes.readableBytes()) {
            byte next = bytes.getByte(bytes.readerIndex() + digits);
            if (next == ':' && digits > 0) {
                bytes.skipBytes(digits + 1);
                inPayload = true;
                return 0;
            }
            if (next < '0' || next > '9' || (digits > 0 && length == 0)) {
                return MALFORMED;
            }
            length = length * 10 + (next - '0');
            if (length > maxLength) {
                return MALFORMED;
            }
            digits++;
        }
        return INCOMPLETE;
    }

    /** Begins anew, at the first byte of a netstring. */
    public void reset() {
        digits = 0;
        length = 0;
        inPayload = false;
    }

    /**
     * How long a payload may be.
     *
     * @return 99,999 until set
     */
    public int maxLength() {
        return maxLength;
    }

    /**
     * Sets how long a payload may be.
     *
     * @param maxLength 1 or more
     * @throws IllegalArgumentException if it is not positive
     */
    public void setMaxLength(int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("maxLength: " + maxLength + " (expected: 1 or more)");
        }
        this.maxLength = maxLength;
    }
}
