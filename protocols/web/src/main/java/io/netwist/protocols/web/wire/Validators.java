/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web.wire;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags and dates: whether what the client has is what we have.
 *
 * <p>Source: RFC 9110 sections 5.6.7, 8.8 and 13.
 */
public final class Validators {

    private Validators() {}

    /**
     * Whether an If-None-Match header names a tag, by weak comparison.
     *
     * @param header one or several tags, or {@code *}
     * @param tag ours, with its quotes
     * @return true if the client has it
     */
    public static boolean matchesAny(String header, String tag) {
        String opaque = opaque(tag);
        int at = 0;
        while (at < header.length()) {
            char c = header.charAt(at);
            if (c == ' ' || c == '\t' || c == ',') {
                at++;
            } else if (c == '*') {
                return true;
            } else {
                if (header.startsWith("W/", at)) {
                    at += 2;
                }
                int end = endOfTag(header, at);
                if (header.substring(at, end).equals(opaque)) {
                    return true;
                }
                at = Math.max(end, at + 1);
            }
        }
        return false;
    }

    private static int endOfTag(String header, int at) {
        if (at < header.length() && header.charAt(at) == '"') {
            int close = header.indexOf('"', at + 1);
            return close < 0 ? header.length() : close + 1;
        }
        // Not a tag; compared as it stands up to the next separator.
        int end = at;
        while (end < header.length() && " \t,".indexOf(header.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /**
     * Whether an If-Range header still holds: its tag is ours by strong comparison, or its date is exactly ours.
     *
     * @param header a tag or a date
     * @param tag ours, or null
     * @param modified ours in seconds since 1970, or -1
     * @return true if ranges may be honoured
     */
    public static boolean isSameForRange(String header, @Nullable String tag, long modified) {
        String value = header.trim();
        if (value.startsWith("\"") || value.startsWith("W/")) {
            return value.equals(tag) && !value.startsWith("W/");
        }
        long date = parseDate(value);
        return date >= 0 && date == modified;
    }

    /**
     * Reads a date in any of the three forms of HTTP.
     *
     * @param text for example {@code Sun, 09 Sep 2001 01:46:40 GMT}
     * @return seconds since 1970, or -1 if it is no date or before 1970
     */
    public static long parseDate(@Nullable CharSequence text) {
        if (text == null || text.length() > 64) {
            return -1;
        }
        Date date = DateFormatter.parseHttpDate(text);
        return date == null ? -1 : Math.max(-1, date.toInstant().getEpochSecond());
    }

    /**
     * Writes a date as HTTP wants it.
     *
     * @param seconds since 1970
     * @return for example {@code Sun, 09 Sep 2001 01:46:40 GMT}
     */
    public static String formatDate(long seconds) {
        return DateFormatter.format(Date.from(Instant.ofEpochSecond(seconds)));
    }
}
