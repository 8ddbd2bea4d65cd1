/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.banana;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that never change and are compared by content, as unsigned numbers: Python's {@code bytes}, which it tells from text.
 */
public final class ByteString implements Comparable<ByteString> {
    private static final int SHOWN = 60;

    private final byte[] bytes;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Bytes.
     *
     * @param bytes copied
     * @return the same bytes
     */
    public static ByteString of(byte[] bytes) {
        return new ByteString(bytes.clone());
    }

    /**
     * The bytes of a text in UTF-8.
     *
     * @param text any text
     * @return its bytes
     */
    public static ByteString of(String text) {
        return new ByteString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the array over. */
    static ByteString over(byte[] bytes) {
        return new ByteString(bytes);
    }

    /**
     * How many bytes.
     *
     * @return 0 or more
     */
    public int length() {
        return bytes.length;
    }

    /**
     * The bytes.
     *
     * @return a copy
     */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The bytes themselves, not to be changed. */
    byte[] array() {
        return bytes;
    }

    /**
     * The bytes read as UTF-8.
     *
     * @return the text; what is no UTF-8 is replaced
     */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(ByteString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ByteString string && Arrays.equals(bytes, string.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The beginning of the bytes as text. */
    @Override
    public String toString() {
        return bytes.length <= SHOWN
                ? text()
                : new String(bytes, 0, SHOWN, StandardCharsets.UTF_8) + "… (" + bytes.length + " bytes)";
    }
}
