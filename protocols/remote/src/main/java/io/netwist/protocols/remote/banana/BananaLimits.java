/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.banana;

/**
 * What is sent and taken at most.
 *
 * @param prefixDigits digits of 7 bits in a number; 64 make 2^448 the first integer that is too large
 * @param longest bytes in a string and elements in a list
 * @param depth lists within lists
 * @param messageBytes bytes of one whole expression
 */
public record BananaLimits(int prefixDigits, int longest, int depth, int messageBytes) {
    private static final BananaLimits DEFAULTS = new BananaLimits(64, 640 * 1024, 512, 16 << 20);

    /**
     * Checks the limits.
     *
     * @param prefixDigits 1 to 4096
     * @param longest 1 or more
     * @param depth 1 or more
     * @param messageBytes 1 or more
     */
    public BananaLimits {
        if (prefixDigits < 1 || prefixDigits > 4096) {
            throw new IllegalArgumentException("prefixDigits: " + prefixDigits + " (expected: 1 to 4096)");
        }
        if (longest < 1 || depth < 1 || messageBytes < 1) {
            throw new IllegalArgumentException(
                    "limits: " + longest + ", " + depth + ", " + messageBytes + " (expected: 1 or more each)");
        }
    }

    /**
     * Twisted's limits, with 512 lists within one another and 16 MiB for an expression, where Twisted has none.
     *
     * @return the limits
     */
    public static BananaLimits defaults() {
        return DEFAULTS;
    }

    /**
     * With another limit for numbers.
     *
     * @param digits 1 to 4096
     * @return a copy
     */
    public BananaLimits withPrefixDigits(int digits) {
        return new BananaLimits(digits, longest, depth, messageBytes);
    }

    /**
     * With another limit for lists within lists.
     *
     * @param lists 1 or more
     * @return a copy
     */
    public BananaLimits withDepth(int lists) {
        return new BananaLimits(prefixDigits, longest, lists, messageBytes);
    }

    /**
     * With another limit for whole expressions.
     *
     * @param bytes 1 or more
     * @return a copy
     */
    public BananaLimits withMessageBytes(int bytes) {
        return new BananaLimits(prefixDigits, longest, depth, bytes);
    }

    int integerBits() {
        return 7 * prefixDigits;
    }
}
