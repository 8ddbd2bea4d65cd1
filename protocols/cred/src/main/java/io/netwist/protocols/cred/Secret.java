/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A password or another secret: compared in constant time, never shown, wiped when done.
 *
 * <p>Its bytes are this object's own. Text is in UTF-8. Threading: any, after it was handed over safely.
 */
public final class Secret {

    private final byte[] bytes;
    private boolean wiped;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A secret from text. A {@code String} stays in memory for as long as the JVM likes; a {@code CharBuffer} over an array
     * can be wiped by its owner.
     *
     * @param text copied
     * @return the secret
     */
    public static Secret of(CharSequence text) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        encoded.clear();
        encoded.put(new byte[encoded.capacity()]);
        return new Secret(bytes);
    }

    /**
     * A secret from bytes.
     *
     * @param bytes copied
     * @return the secret
     */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /**
     * Compares, in a time that tells nothing of either but their lengths, and of these only how many blocks of a hash they
     * fill.
     *
     * @param other another secret
     * @return whether both are the same bytes; false if either is wiped
     */
    public boolean matches(Secret other) {
        boolean same = MessageDigest.isEqual(digest(bytes), digest(other.bytes));
        return same && !wiped && !other.wiped;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    /**
     * A look at the bytes.
     *
     * @param <R> the result
     * @param <X> what the reader throws
     * @param reader gets this object's own bytes, and must neither keep nor change them
     * @return what the reader returned
     * @throws X as the reader
     * @throws IllegalStateException if this is wiped
     */
    public <R, X extends Exception> R read(Reader<R, X> reader) throws X {
        if (wiped) {
            throw new IllegalStateException(
                    "this secret has been wiped (expected: credentials that were not used before)");
        }
        return reader.read(bytes);
    }

    /**
     * Looks at the bytes of a secret.
     *
     * @param <R> the result
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Reader<R, X extends Exception> {
        /**
         * Looks.
         *
         * @param bytes neither to be kept nor to be changed
         * @return anything
         * @throws X as it likes
         */
        R read(byte[] bytes) throws X;
    }

    /** Overwrites the bytes. What reads this afterwards throws, what compares it finds it different from everything. */
    public void wipe() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return wiped ? "(wiped secret)" : "(secret)";
    }
}
