/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A decimal number as Python has them: finite ones, infinities, and NaN with its kinds. For numbers that are always finite
 * BigDecimal does as well.
 *
 * @param text in the notation of the General Decimal Arithmetic specification, as it goes over the wire
 */
public record Decimal(String text) {
    private static final Pattern SPECIAL = Pattern.compile("[+-]?(inf(inity)?|s?nan[0-9]*)", Pattern.CASE_INSENSITIVE);

    /**
     * Checks the number and brings it into the form in which it is sent.
     *
     * @param text the number
     * @throws IllegalArgumentException if it is none
     */
    public Decimal {
        text = normal(text);
    }

    /**
     * A finite number.
     *
     * @param number the number
     * @return the same number
     */
    public static Decimal of(BigDecimal number) {
        return new Decimal(number.toString());
    }

    private static String normal(String text) {
        String bare = text.strip().replace("_", "");
        if (SPECIAL.matcher(bare).matches()) {
            String sign = bare.startsWith("-") ? "-" : "";
            String rest = bare.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "");
            if (rest.startsWith("inf")) {
                return sign + "Infinity";
            }
            return sign + rest.replace("snan", "sNaN").replaceFirst("^nan", "NaN");
        }
        try {
            BigDecimal number = new BigDecimal(bare);
            // The one finite value that BigDecimal lacks.
            return number.signum() == 0 && bare.startsWith("-") ? "-" + number : number.toString();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("decimal: " + Texts.shown(text) + " (expected: a number)", e);
        }
    }

    /**
     * Tells whether this is a number that BigDecimal has.
     *
     * @return false for infinities and NaN
     */
    public boolean isFinite() {
        return !SPECIAL.matcher(text).matches();
    }

    /**
     * Gives the number.
     *
     * @return the same number; the sign of a zero is lost
     * @throws ArithmeticException if it is infinite or no number
     */
    public BigDecimal toBigDecimal() {
        if (!isFinite()) {
            throw new ArithmeticException("decimal: " + text + " (expected: a finite number)");
        }
        return new BigDecimal(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
