/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A line of an access log in Apache's combined format. */
final class CombinedLine {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The time of the second below. */
    private String time = "";

    private long second = -1;

    String of(Request request, String client) {
        return line(
                client,
                System.currentTimeMillis() / 1000,
                request.method() + ' ' + request.uri() + ' ' + request.clientProtocol(),
                request.responseCode(),
                request.sentLength(),
                request.getHeader("Referer"),
                request.getHeader("User-Agent"));
    }

    String line(
            String client,
            long now,
            String asked,
            int code,
            long length,
            @Nullable String referer,
            @Nullable String agent) {
        if (now != second) {
            second = now;
            time = TIME.format(Instant.ofEpochSecond(now));
        }
        StringBuilder out = new StringBuilder(160);
        quote(out, client.isEmpty() ? null : client)
                .append(" - - [")
                .append(time)
                .append("] ");
        quote(out, asked).append(' ').append(code).append(' ');
        if (length == 0) {
            out.append('-');
        } else {
            out.append(length);
        }
        quote(out.append(' '), referer);
        return quote(out.append(' '), agent).toString();
    }

    private static StringBuilder quote(StringBuilder out, @Nullable String text) {
        out.append('"');
        if (text == null) {
            out.append('-');
        } else {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '"' || c == '\\') {
                    out.append('\\').append(c);
                } else if (c < ' ' || c >= 0x7f) {
                    out.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
                } else {
                    out.append(c);
                }
            }
        }
        return out.append('"');
    }
}
