/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.framing;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;

/**
 * Finds lines, and lines that are too long, without looking at any byte twice.
 *
 * <p>Source: {@code LineReceiver} of {@code twisted.protocols.basic}.
 */
public final class LineParser {

    /** The result of {@link #find} when the line has no end yet. */
    public static final int INCOMPLETE = -1;

    /** The result of {@link #find} when the line is longer than allowed, whether or not it has an end. */
    public static final int TOO_LONG = -2;

    /** What {@code LineReceiver} ends lines with unless told otherwise. */
    private static final byte[] CRLF = {'\r', '\n'};

    private byte[] delimiter = CRLF;
    private int maxLength = 16384;

    /** How many bytes from the first unread one on are known not to begin a delimiter. */
    private int scanned;

    /** Makes one for lines of at most 16,384 bytes that end in CR LF. */
    public LineParser() {}

    /**
     * Where the next line ends.
     *
     * @param bytes what has not been used; not read here
     * @return the length of the line without its delimiter, {@link #INCOMPLETE} or {@link #TOO_LONG}
     */
    public int find(ByteBuf bytes) {
        int length = bytes.readableBytes();
        int start = bytes.readerIndex();
        int last = length - delimiter.length;
        while (scanned <= last) {
            int at = bytes.forEachByte(
                    start + scanned, last - scanned + 1, new ByteProcessor.IndexOfProcessor(delimiter[0]));
            if (at < 0) {
                scanned = last + 1;
                break;
            }
            scanned = at - start;
            if (isDelimiterAt(bytes, at)) {
                int line = scanned;
                scanned = 0;
                return line > maxLength ? TOO_LONG : line;
            }
            scanned++;
        }
        if (length - maxLength >= delimiter.length) {
            scanned = 0;
            return TOO_LONG;
        }
        return INCOMPLETE;
    }

    private boolean isDelimiterAt(ByteBuf bytes, int at) {
        for (int i = 1; i < delimiter.length; i++) {
            if (bytes.getByte(at + i) != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    /** Begins anew: bytes have been used other than by lines that {@link #find} found. */
    public void reset() {
        scanned = 0;
    }

    /**
     * What ends a line.
     *
     * @return a copy
     */
    public byte[] delimiter() {
        return delimiter.clone();
    }

    /**
     * How many bytes end a line.
     *
     * @return 1 or more
     */
    public int delimiterLength() {
        return delimiter.length;
    }

    /**
     * Appends the delimiter.
     *
     * @param line to write to
     */
    public void writeDelimiter(ByteBuf line) {
        line.writeBytes(delimiter);
    }

    /**
     * Sets what ends a line from here on.
     *
     * @param delimiter 1 byte or more
     * @throws IllegalArgumentException if it is empty
     */
    public void setDelimiter(byte[] delimiter) {
        if (delimiter.length == 0) {
            throw new IllegalArgumentException("delimiter: empty (expected: 1 byte or more)");
        }
        this.delimiter = delimiter.clone();
        scanned = 0;
    }

    /**
     * How long a line may be, without its delimiter.
     *
     * @return 16,384 until set
     */
    public int maxLength() {
        return maxLength;
    }

    /**
     * Sets how long a line may be, without its delimiter.
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

    @Override
    public String toString() {
        return "lines of at most " + maxLength + " bytes, ending in "
                + new String(delimiter, StandardCharsets.ISO_8859_1)
                        .replace("\r", "\\r")
                        .replace("\n", "\\n");
    }
}
