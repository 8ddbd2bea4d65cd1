/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import org.jspecify.annotations.Nullable;

/**
 * How values of a type are sent. These are known without it:
 *
 * <table>
 * <caption>Types of arguments</caption>
 * <tr><th>Java</th><th>Twisted</th></tr>
 * <tr><td>int, long, BigInteger</td><td>Integer; what does not fit is refused</td></tr>
 * <tr><td>double, float</td><td>Float</td></tr>
 * <tr><td>boolean</td><td>Boolean</td></tr>
 * <tr><td>byte[], java.nio.ByteBuffer</td><td>String; only the latter compares by content</td></tr>
 * <tr><td>String</td><td>Unicode</td></tr>
 * <tr><td>BigDecimal, {@link Decimal}</td><td>Decimal; only the latter has NaN and infinity</td></tr>
 * <tr><td>OffsetDateTime</td><td>DateTime; parts of a microsecond are refused</td></tr>
 * <tr><td>java.nio.file.Path</td><td>Path</td></tr>
 * <tr><td>List of any of these</td><td>ListOf</td></tr>
 * <tr><td>List of a record</td><td>AmpList</td></tr>
 * </table>
 *
 * <p>Override {@link #toBox} and {@link #fromBox} for a value that takes several keys, or that depends on the connection.
 *
 * <p><b>Source</b>: {@code twisted.protocols.amp.Argument}.
 *
 * @param <T> the type
 */
public interface Argument<T> {
    /**
     * Makes bytes of a value.
     *
     * @param value the value
     * @return at most 65,535 bytes
     * @throws Exception becomes an {@link InvalidSignatureException}
     */
    byte[] encode(T value) throws Exception;

    /**
     * Makes a value of bytes.
     *
     * @param bytes what came
     * @return the value
     * @throws Exception if the bytes are none; says what was expected
     */
    T decode(byte[] bytes) throws Exception;

    /**
     * Puts a value into a box.
     *
     * @param key the name of the argument
     * @param value the value
     * @param box what will be sent
     * @param amp the connection
     * @throws Exception becomes an {@link InvalidSignatureException}
     */
    default void toBox(String key, T value, Box box, Amp amp) throws Exception {
        box.put(key, encode(value));
    }

    /**
     * Takes a value from a box.
     *
     * @param key the name of the argument
     * @param box what has come
     * @param amp the connection
     * @return the value, or null if there is none
     * @throws Exception if the box has something else there
     */
    default @Nullable T fromBox(String key, Box box, Amp amp) throws Exception {
        byte[] bytes = box.get(key);
        return bytes == null ? null : decode(bytes);
    }
}
