/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.jelly;

import io.netwist.protocols.remote.banana.ByteString;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** Dates and times as numbers with spaces between: {@code "2024 10 18 21 7 28 345"}, microseconds last. */
final class Moments {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MOST_DAYS = 999_999_999;

    private Moments() {}

    static ByteString of(LocalDateTime moment) {
        return ByteString.of(text(moment.toLocalDate()) + " " + text(moment.toLocalTime()));
    }

    static ByteString of(LocalDate date) {
        return ByteString.of(text(date));
    }

    static ByteString of(LocalTime time) {
        return ByteString.of(text(time));
    }

    static ByteString of(Duration duration) {
        long seconds = duration.getSeconds();
        long days = Math.floorDiv(seconds, SECONDS_PER_DAY);
        if (Math.abs(days) > MOST_DAYS) {
            throw new JellyException("timedelta: " + days + " days (expected: at most " + MOST_DAYS + ")");
        }
        return ByteString.of(
                days + " " + Math.floorMod(seconds, SECONDS_PER_DAY) + " " + micros(duration.getNano(), duration));
    }

    private static String text(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new JellyException("date: " + date + " (expected: a year from 1 to 9999)");
        }
        return date.getYear() + " " + date.getMonthValue() + " " + date.getDayOfMonth();
    }

    private static String text(LocalTime time) {
        return time.getHour() + " " + time.getMinute() + " " + time.getSecond() + " " + micros(time.getNano(), time);
    }

    private static int micros(int nanos, Object whole) {
        if (nanos % 1000 != 0) {
            throw new JellyException(
                    "time: " + whole + " (expected: whole microseconds, as truncatedTo(ChronoUnit.MICROS) makes them)");
        }
        return nanos / 1000;
    }

    static LocalDateTime dateTime(ByteString text) {
        long[] n = numbers("datetime", text, 7);
        return checked(text, () -> LocalDateTime.of(date(n), time(n, 3)));
    }

    static LocalDate date(ByteString text) {
        long[] n = numbers("date", text, 3);
        return checked(text, () -> date(n));
    }

    static LocalTime time(ByteString text) {
        long[] n = numbers("time", text, 4);
        return checked(text, () -> time(n, 0));
    }

    static Duration duration(ByteString text) {
        long[] n = numbers("timedelta", text, 3);
        return Duration.ofDays(n[0]).plusSeconds(n[1]).plusNanos(n[2] * 1000);
    }

    private static LocalDate date(long[] n) {
        if (n[0] < 1 || n[0] > 9999) {
            throw new DateTimeException("year " + n[0]);
        }
        return LocalDate.of((int) n[0], (int) n[1], (int) n[2]);
    }

    private static LocalTime time(long[] n, int from) {
        if (n[from + 3] < 0 || n[from + 3] > 999_999) {
            throw new DateTimeException("microsecond " + n[from + 3]);
        }
        return LocalTime.of((int) n[from], (int) n[from + 1], (int) n[from + 2], (int) n[from + 3] * 1000);
    }

    private interface Made<T> {
        T make();
    }

    private static <T> T checked(ByteString text, Made<T> made) {
        try {
            return made.make();
        } catch (DateTimeException e) {
            JellyException failed = new JellyException("date or time: " + text + " (expected: one that there is)");
            failed.initCause(e);
            throw failed;
        }
    }

    private static long[] numbers(String what, ByteString text, int count) {
        JellyException wrong = null;
        long[] numbers = new long[count];
        if (text.length() <= 80) {
            String[] words = text.text().strip().split(" +", count + 1);
            if (words.length == count) {
                try {
                    for (int i = 0; i < count; i++) {
                        numbers[i] = Integer.parseInt(words[i]);
                    }
                    return numbers;
                } catch (NumberFormatException e) {
                    wrong = new JellyException(what + ": " + text + " (expected: " + count + " numbers)");
                    wrong.initCause(e);
                }
            }
        }
        throw wrong != null
                ? wrong
                : new JellyException(what + ": " + text + " (expected: " + count + " numbers with a space between)");
    }
}
