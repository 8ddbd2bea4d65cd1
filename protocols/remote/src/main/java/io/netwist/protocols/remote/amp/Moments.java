/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates with times and offsets in the 32 characters that AMP has for them. */
final class Moments {
    private static final int LENGTH = 32;
    private static final int NANOS_PER_MICRO = 1000;

    private Moments() {}

    static String text(OffsetDateTime moment) {
        if (moment.getNano() % NANOS_PER_MICRO != 0) {
            throw new IllegalArgumentException("date and time: " + moment
                    + " (expected: whole microseconds; truncatedTo(ChronoUnit.MICROS) drops the rest)");
        }
        if (moment.getYear() < 1 || moment.getYear() > 9999) {
            throw new IllegalArgumentException("date and time: " + moment + " (expected: a year of 1 to 9999)");
        }
        int seconds = moment.getOffset().getTotalSeconds();
        if (seconds % 60 != 0) {
            throw new IllegalArgumentException("date and time: " + moment + " (expected: an offset of whole minutes)");
        }
        int minutes = Math.abs(seconds) / 60;
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02dT%02d:%02d:%02d.%06d%s%02d:%02d",
                moment.getYear(),
                moment.getMonthValue(),
                moment.getDayOfMonth(),
                moment.getHour(),
                moment.getMinute(),
                moment.getSecond(),
                moment.getNano() / NANOS_PER_MICRO,
                // UTC is sent with a minus, as Twisted does.
                seconds > 0 ? "+" : "-",
                minutes / 60,
                minutes % 60);
    }

    static OffsetDateTime moment(String text) {
        if (text.length() != LENGTH || (text.charAt(26) != '+' && text.charAt(26) != '-')) {
            throw wrong(text, null);
        }
        try {
            int minutes = number(text, 27, 29) * 60 + number(text, 30, 32);
            return OffsetDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, 19),
                    number(text, 20, 26) * NANOS_PER_MICRO,
                    ZoneOffset.ofTotalSeconds(60 * (text.charAt(26) == '-' ? -minutes : minutes)));
        } catch (DateTimeException | NumberFormatException e) {
            throw wrong(text, e);
        }
    }

    private static int number(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new NumberFormatException(text);
            }
        }
        return Integer.parseInt(text.substring(from, to));
    }

    private static IllegalArgumentException wrong(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "date and time: " + Texts.shown(text) + " (expected: YYYY-MM-DDTHH:MM:SS.uuuuuu+HH:MM)", cause);
    }
}
