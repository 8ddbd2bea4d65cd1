/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Just as much of ITU-T X.690 as it takes to write a certificate. */
final class Der {

    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT = 0x06;
    static final int UTC_TIME = 0x17;
    static final int SEQUENCE = 0x30;

    private Der() {}

    /** The tag of an element [n] that holds others. */
    static int context(int n) {
        return 0xa0 + n;
    }

    /** The tag of an element [n] that holds a value. */
    static int primitive(int n) {
        return 0x80 + n;
    }

    static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] each : parts) {
            body.writeBytes(each);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = body.size();
        if (length >= 0x100) {
            all.write(0x82);
            all.write(length >> 8);
        } else if (length >= 0x80) {
            all.write(0x81);
        }
        all.write(length);
        all.writeBytes(body.toByteArray());
        return all.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return element(SEQUENCE, parts);
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    static byte[] bits(byte[] value) {
        return element(BIT_STRING, new byte[] {0}, value);
    }

    static byte[] text(int tag, String value) {
        return element(tag, value.getBytes(StandardCharsets.US_ASCII));
    }

    /** An object identifier whose parts after the first two are all small. */
    static byte[] object(int... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(parts[0] * 40 + parts[1]);
        for (int i = 2; i < parts.length; i++) {
            if (parts[i] >= 0x80) {
                body.write(0x80 | parts[i] >> 7);
            }
            body.write(parts[i] & 0x7f);
        }
        return element(OBJECT, body.toByteArray());
    }
}
