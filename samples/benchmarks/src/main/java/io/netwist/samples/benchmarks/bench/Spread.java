/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

import java.util.Arrays;
import java.util.List;

/**
 * A median and the middle half of the values around it.
 *
 * @param low a quarter of the values is below
 * @param median half of the values is below
 * @param high a quarter of the values is above
 */
record Spread(double low, double median, double high) {
    static Spread of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
