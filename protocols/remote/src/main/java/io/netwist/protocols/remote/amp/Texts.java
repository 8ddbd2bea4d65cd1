/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.util.Locale;

/** Bytes for people to read. */
final class Texts {
    /** Longer values are cut: a log line is not the place for 64 KiB. */
    private static final int SHOWN = 200;

    private Texts() {}

    static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(SHOWN, bytes.length); i++) {
            int b = bytes[i] & 0xff;
            if (b == '\\') {
                text.append("\\\\");
            } else if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02x", b));
            }
        }
        return bytes.length > SHOWN ? text + "… (" + bytes.length + " bytes)" : text.toString();
    }

    /** As Python prints bytes, which is what a Python peer expects to read. */
    static String pythonBytes(byte[] bytes) {
        char quote = indexOf(bytes, '\'') >= 0 && indexOf(bytes, '"') < 0 ? '"' : '\'';
        StringBuilder text = new StringBuilder("b").append(quote);
        for (byte each : bytes) {
            int b = each & 0xff;
            switch (b) {
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (b == quote) {
                        text.append('\\').append(quote);
                    } else if (b >= 0x20 && b < 0x7f) {
                        text.append((char) b);
                    } else {
                        text.append(String.format(Locale.ROOT, "\\x%02x", b));
                    }
                }
            }
        }
        return text.append(quote).toString();
    }

    private static int indexOf(byte[] bytes, char wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** As many characters as surely fit into one value. */
    static String cut(String text) {
        int most = Box.LONGEST_VALUE / 4;
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** Text of the peer for a message. */
    static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
