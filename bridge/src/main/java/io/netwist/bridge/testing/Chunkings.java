/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The ways to cut input into pieces: whatever parses a stream gives the same result for each of them.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @EnumSource
 * void parsesHoweverTheInputIsCut(Chunkings chunking) {
 *     chunking.deliver(transport, input);
 * }
 * }</pre>
 *
 * <p>The random ones are the same in every run.
 */
public enum Chunkings {
    /** All at once. */
    WHOLE(0, Integer.MAX_VALUE),
    /** One byte each time. */
    BYTE_BY_BYTE(0, 1),
    /** Two bytes each time: cuts no pair that begins at an even place. */
    PAIRS(0, 2),
    /** Three bytes each time: cuts pairs at changing places. */
    TRIPLES(0, 3),
    /** Up to 5 bytes each time. */
    RANDOM_SMALL(17, 5),
    /** Up to 20 bytes each time. */
    RANDOM_MEDIUM(4711, 20),
    /** Up to 3,000 bytes each time. */
    RANDOM_LARGE(99, 3000);

    /** Zero for pieces of the same size. */
    private final long seed;

    private final int most;

    Chunkings(long seed, int most) {
        this.seed = seed;
        this.most = most;
    }

    /**
     * Cuts the input.
     *
     * @param input any bytes
     * @return the pieces in order, none of them empty
     */
    public List<byte[]> cut(byte[] input) {
        Random random = new Random(seed);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < input.length; ) {
            int wanted = seed == 0 ? most : 1 + random.nextInt(most);
            int end = Math.min(wanted, input.length - at) + at;
            pieces.add(Arrays.copyOfRange(input, at, end));
            at = end;
        }
        return pieces;
    }

    /**
     * Delivers the input piece by piece.
     *
     * @param transport where to
     * @param input any bytes
     */
    public void deliver(StringTransport transport, byte[] input) {
        cut(input).forEach(transport::deliver);
    }
}
