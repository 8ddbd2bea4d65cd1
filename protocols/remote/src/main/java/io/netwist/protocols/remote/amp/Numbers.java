/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.regex.Pattern;

/** Numbers as Python reads and writes them. */
final class Numbers {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*");
    private static final String DIGITS = "[0-9]+(_[0-9]+)*";
    private static final Pattern FLOAT =
            Pattern.compile("[+-]?(" + DIGITS + "\\.?(" + DIGITS + ")?|\\." + DIGITS + ")([eE][+-]?" + DIGITS + ")?");
    private static final Pattern SPECIAL = Pattern.compile("([+-]?)(inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

    /** As many digits as Python reads; more would take quadratic time. */
    private static final int LONGEST_INTEGER = 4300;

    /** As many digits as any double needs. */
    private static final int DOUBLE_DIGITS = 17;

    private Numbers() {}

    static BigInteger integer(String text) {
        String bare = text.strip();
        if (bare.length() > LONGEST_INTEGER || !INTEGER.matcher(bare).matches()) {
            throw new IllegalArgumentException(
                    "integer: " + Texts.shown(text) + " (expected: up to " + LONGEST_INTEGER + " decimal digits)");
        }
        String digits = bare.replace("_", "");
        return new BigInteger(digits.startsWith("+") ? digits.substring(1) : digits);
    }

    static double floating(String text) {
        String bare = text.strip();
        var special = SPECIAL.matcher(bare);
        if (special.matches()) {
            if (special.group(2).equalsIgnoreCase("nan")) {
                return Double.NaN;
            }
            return special.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!FLOAT.matcher(bare).matches()) {
            throw new IllegalArgumentException("float: " + Texts.shown(text) + " (expected: a number)");
        }
        return Double.parseDouble(bare.replace("_", ""));
    }

    /** The shortest decimal that is read as the same double, in Python's layout. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - shortest.scale() - 1;
        String stripped = digits.replaceFirst("0+$", "");
        String sign = value < 0 ? "-" : "";
        return sign + (exponent >= -4 && exponent < 16 ? fixed(stripped, exponent) : scientific(stripped, exponent));
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < DOUBLE_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(DOUBLE_DIGITS));
    }

    private static String fixed(String digits, int exponent) {
        if (exponent < 0) {
            return "0." + "0".repeat(-exponent - 1) + digits;
        }
        int whole = exponent + 1;
        return digits.length() > whole
                ? digits.substring(0, whole) + "." + digits.substring(whole)
                : digits + "0".repeat(whole - digits.length()) + ".0";
    }

    private static String scientific(String digits, int exponent) {
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int size = Math.abs(exponent);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
    }
}
