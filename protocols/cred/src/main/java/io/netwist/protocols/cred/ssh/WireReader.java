/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.cred.ssh;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Strings and numbers as RFC 4251 section 5 writes them. What is short of bytes is an IllegalArgumentException. */
final class WireReader {

    private final ByteBuffer bytes;

    WireReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    byte[] string() {
        if (bytes.remaining() < 4) {
            throw new IllegalArgumentException("SSH data ends within a length");
        }
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "length: " + Integer.toUnsignedString(length) + " (expected: 0.." + bytes.remaining() + ")");
        }
        byte[] string = new byte[length];
        bytes.get(string);
        return string;
    }

    String text() {
        return new String(string(), StandardCharsets.US_ASCII);
    }

    BigInteger number() {
        byte[] number = string();
        return number.length == 0 ? BigInteger.ZERO : new BigInteger(number);
    }

    void end() {
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException(bytes.remaining() + " bytes too many");
        }
    }
}
