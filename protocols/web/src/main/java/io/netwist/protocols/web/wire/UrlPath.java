/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path of a URL as decoded segments.
 *
 * <p>Decoding happens once and after splitting: {@code %2f} is a slash inside a segment, {@code %252e} is the text {@code
 * %2e}. Dot segments mean nothing here; who maps segments to files must refuse them. Source: RFC 3986 section 3.3, {@code
 * twisted.web.http.Request.process}.
 */
public final class UrlPath {

    private static final String UNRESERVED = "-._~!$&'()*+,;=:@";

    private UrlPath() {}

    /**
     * Splits a path at its slashes and decodes what lies between.
     *
     * @param path begins with a slash, and has no query
     * @return one segment more than there are slashes after the first; or null if one is not UTF-8
     */
    public static @Nullable List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int start = path.startsWith("/") ? 1 : 0;
        while (true) {
            int slash = path.indexOf('/', start);
            String decoded = decode(path.substring(start, slash < 0 ? path.length() : slash), false);
            if (decoded == null) {
                return null;
            }
            segments.add(decoded);
            if (slash < 0) {
                return segments;
            }
            start = slash + 1;
        }
    }

    /**
     * Decodes percent escapes. An escape that is none, as in {@code 100%}, stays as it is.
     *
     * @param text ASCII
     * @param plusIsBlank as in queries and forms
     * @return the text, or null if its bytes are not UTF-8
     */
    public static @Nullable String decode(String text, boolean plusIsBlank) {
        int at = 0;
        while (at < text.length() && !isSpecial(text.charAt(at), plusIsBlank)) {
            at++;
        }
        if (at == text.length()) {
            return text;
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%'
                    && i + 2 < text.length()
                    && HexFormat.isHexDigit(text.charAt(i + 1))
                    && HexFormat.isHexDigit(text.charAt(i + 2))) {
                bytes.put((byte) HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else if (c == '+' && plusIsBlank) {
                bytes.put((byte) ' ');
            } else if (c < 0x80) {
                bytes.put((byte) c);
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static boolean isSpecial(char c, boolean plusIsBlank) {
        return c == '%' || (c == '+' && plusIsBlank);
    }

    /**
     * Encodes one segment, a slash in it included.
     *
     * @param segment any text
     * @return ASCII that is safe in a path and, quotes being encoded, in an attribute
     */
    public static String encode(String segment) {
        StringBuilder out = new StringBuilder(segment.length() + 16);
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || (c != '&' && c != '\'' && UNRESERVED.indexOf(c) >= 0);
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }
}
