/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message of AMP: names with values, all of them bytes.
 *
 * <p>On the wire each pair is the length of the name in two bytes (1 to 255), the name, the length of the value in two
 * bytes (0 to 65,535), the value; two zero bytes end the box. They are sent in the order of their names and may come in
 * any; of equal names the last one counts.
 *
 * <p>Names are given as strings whose characters are the bytes, 0 to 255.
 *
 * <p><b>Source</b>: {@code twisted.protocols.amp.Box}.
 */
public final class Box {
    static final int LONGEST_KEY = 255;
    static final int LONGEST_VALUE = 65_535;

    private final TreeMap<String, byte[]> pairs = new TreeMap<>();

    /** Makes an empty box. */
    public Box() {}

    /**
     * Puts a value, in place of the one of that name if there is one.
     *
     * @param key the name, 1 to 255 characters below 256
     * @param value the bytes, at most 65,535; not copied
     * @return this
     * @throws TooLongException if either is too long to be sent
     * @throws IllegalArgumentException if the name is empty or has other characters
     */
    public Box put(String key, byte[] value) {
        checkKey(key);
        if (value.length > LONGEST_VALUE) {
            throw new TooLongException(false, true, value.length, key);
        }
        pairs.put(key, value);
        return this;
    }

    /**
     * Puts text, as UTF-8.
     *
     * @param key the name
     * @param text the value
     * @return this
     * @throws TooLongException if either is too long to be sent
     */
    public Box put(String key, String text) {
        return put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void checkKey(String key) {
        if (key.length() > LONGEST_KEY) {
            throw new TooLongException(true, true, key.length(), null);
        }
        if (key.isEmpty() || !key.chars().allMatch(c -> c < 256)) {
            throw new IllegalArgumentException("key: " + key + " (expected: 1 to 255 characters below 256)");
        }
    }

    /** Puts what has been received, whose lengths are right. */
    void received(String key, byte[] value) {
        pairs.put(key, value);
    }

    /**
     * Gives a value.
     *
     * @param key the name
     * @return the bytes, not copied; null if there are none of that name
     */
    public byte @Nullable [] get(String key) {
        return pairs.get(key);
    }

    /**
     * Gives a value as text.
     *
     * @param key the name
     * @return the value read as UTF-8; null if there is none of that name
     */
    public @Nullable String text(String key) {
        byte[] value = pairs.get(key);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /**
     * Takes a value out.
     *
     * @param key the name
     * @return what it was, or null
     */
    public byte @Nullable [] remove(String key) {
        return pairs.remove(key);
    }

    /**
     * Tells whether there is a value of a name.
     *
     * @param key the name
     * @return whether there is
     */
    public boolean contains(String key) {
        return pairs.containsKey(key);
    }

    /**
     * The names.
     *
     * @return in their order
     */
    public Set<String> keys() {
        return Collections.unmodifiableSet(pairs.keySet());
    }

    /**
     * Tells whether there is nothing in it. Such a box cannot be sent.
     *
     * @return whether it is empty
     */
    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /**
     * Makes a box of the same pairs.
     *
     * @return another box
     */
    public Box copy() {
        Box copy = new Box();
        copy.pairs.putAll(pairs);
        return copy;
    }

    /** How many bytes the box has on the wire. */
    int length() {
        int length = 2;
        for (Map.Entry<String, byte[]> pair : pairs.entrySet()) {
            length += 4 + pair.getKey().length() + pair.getValue().length;
        }
        return length;
    }

    /**
     * Writes the box as it goes over the wire.
     *
     * @param out where to
     */
    public void writeTo(ByteBuf out) {
        for (Map.Entry<String, byte[]> pair : pairs.entrySet()) {
            out.writeShort(pair.getKey().length());
            out.writeCharSequence(pair.getKey(), StandardCharsets.ISO_8859_1);
            out.writeShort(pair.getValue().length);
            out.writeBytes(pair.getValue());
        }
        out.writeShort(0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Box box) || !pairs.keySet().equals(box.pairs.keySet())) {
            return false;
        }
        return pairs.entrySet().stream().allMatch(pair -> Arrays.equals(pair.getValue(), box.pairs.get(pair.getKey())));
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (Map.Entry<String, byte[]> pair : pairs.entrySet()) {
            hash += Objects.hash(pair.getKey(), Arrays.hashCode(pair.getValue()));
        }
        return hash;
    }

    /** Names and values; bytes that are not printable are escaped. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Box{");
        String between = "";
        for (Map.Entry<String, byte[]> pair : pairs.entrySet()) {
            text.append(between)
                    .append(Texts.escaped(pair.getKey().getBytes(StandardCharsets.ISO_8859_1)))
                    .append(": ")
                    .append(Texts.escaped(pair.getValue()));
            between = ", ";
        }
        return text.append('}').toString();
    }
}
