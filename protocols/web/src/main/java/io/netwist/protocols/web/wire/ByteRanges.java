/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a Range header asks for. Source: RFC 9110 section 14, {@code twisted.web.static.File}. */
public final class ByteRanges {

    /** More ranges than this in one header are not honoured: each costs a part of the answer. */
    public static final int MAX_RANGES = 32;

    private ByteRanges() {}

    /**
     * A range of a resource whose size is known.
     *
     * @param first the first byte
     * @param last the last byte, included
     */
    public record Range(long first, long last) {

        /**
         * How many bytes.
         *
         * @return 1 or more
         */
        public long length() {
            return last - first + 1;
        }

        /**
         * The value of the Content-Range header.
         *
         * @param size of the whole
         * @return for example {@code bytes 0-4/10}
         */
        public String contentRange(long size) {
            return "bytes " + first + '-' + last + '/' + size;
        }
    }

    /**
     * Applies a header to a size.
     *
     * @param header the header's value
     * @param size of the whole
     * @return the satisfiable ranges in the order asked for, an empty list if there is none (416), or null if the header
     *     is to be ignored: not bytes, not well-formed, more than {@link #MAX_RANGES}, or asking for more bytes in all
     *     than there are
     */
    public static @Nullable List<Range> parse(String header, long size) {
        int equals = header.indexOf('=');
        if (equals < 0 || !trim(header.substring(0, equals)).equals("bytes")) {
            return null;
        }
        List<Range> ranges = new ArrayList<>(1);
        int elements = 0;
        long total = 0;
        for (String element : header.substring(equals + 1).split(",", -1)) {
            String spec = trim(element);
            if (spec.isEmpty()) {
                continue;
            }
            if (++elements > MAX_RANGES || !isSpec(spec)) {
                return null;
            }
            int dash = spec.indexOf('-');
            long from = number(spec.substring(0, dash));
            long to = number(spec.substring(dash + 1));
            if (from >= 0 && to >= 0 && from > to) {
                return null;
            }
            Range range = resolve(from, to, size);
            if (range != null) {
                total += range.length();
                ranges.add(range);
            }
        }
        if (elements == 0 || total > size) {
            return null;
        }
        return ranges;
    }

    private static @Nullable Range resolve(long from, long to, long size) {
        if (from < 0) {
            return to == 0 || size == 0 ? null : new Range(Math.max(0, size - to), size - 1);
        }
        return from >= size ? null : new Range(from, to < 0 ? size - 1 : Math.min(to, size - 1));
    }

    /** Digits, a dash, digits; not both empty. */
    private static boolean isSpec(String spec) {
        int dash = spec.indexOf('-');
        if (dash < 0 || spec.length() == 1) {
            return false;
        }
        for (int i = 0; i < spec.length(); i++) {
            char c = spec.charAt(i);
            if (i != dash && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    /** The number, a large one for digits without end, or -1 for none. */
    private static long number(String digits) {
        if (digits.isEmpty()) {
            return -1;
        }
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
            start++;
        }
        while (end > start && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return text.substring(start, end);
    }
}
