/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Compares Deferred with its peers and prints ratios: below 1 means that Deferred needs less.
 *
 * <p>Rounds of the two sides alternate within one JVM, and the ratio is the median over the pairs: what else the machine
 * does hits both sides of a pair alike, which absolute figures do not survive. Time is the processor time of the thread;
 * that of the collector is in the bytes.
 */
public final class Compare {
    /** What one side does. */
    private record Side(String name, UnaryOperator<Object> work) {}

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Keeps the work from being optimised away. */
    static volatile Object kept = "";

    private final int pairs;
    private final long roundNanos;

    private Compare(int pairs, long roundNanos) {
        this.pairs = pairs;
        this.roundNanos = roundNanos;
    }

    /**
     * Runs all comparisons, or those whose name contains the argument.
     *
     * @param args nothing, or part of a name; {@code --quick} for a run that only shows that it works
     */
    public static void main(String[] args) {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        boolean quick = words.remove("--quick");
        Compare compare = quick ? new Compare(3, 200_000) : new Compare(41, 12_000_000);
        System.out.printf(Locale.ROOT, "%-22s %-20s %10s %10s %10s%n", "what", "against", "time", "bytes", "ns (ours)");
        Map<String, List<Side>> cases = cases();
        cases.keySet().removeIf(name -> !words.isEmpty() && !name.contains(words.get(0)));
        if (!quick) {
            // Every call site sees what a program's would before anything is measured.
            cases.values().forEach(sides -> sides.forEach(side -> round(side, 5_000)));
        }
        cases.forEach((name, sides) -> {
            for (Side peer : sides.subList(1, sides.size())) {
                compare.compare(name, sides.get(0), peer);
            }
        });
    }

    private static Map<String, List<Side>> cases() {
        Map<String, List<Side>> cases = new LinkedHashMap<>();
        cases.put(
                "registered, fired: 1",
                List.of(
                        ours(WithDeferred::registered1),
                        jdk(WithCompletableFuture::registered1),
                        async(WithStumbleUpon::registered1),
                        netty(WithPromise::registered1)));
        cases.put(
                "registered, fired: 3",
                List.of(
                        ours(WithDeferred::registered3),
                        jdk(WithCompletableFuture::registered3),
                        async(WithStumbleUpon::registered3),
                        netty(WithPromise::registered3)));
        cases.put(
                "registered, fired: 10",
                List.of(
                        ours(WithDeferred::registered10),
                        jdk(WithCompletableFuture::registered10),
                        async(WithStumbleUpon::registered10),
                        netty(WithPromise::registered10)));
        cases.put(
                "fired, added: 1",
                List.of(
                        ours(WithDeferred::fired1),
                        jdk(WithCompletableFuture::fired1),
                        async(WithStumbleUpon::fired1),
                        netty(WithPromise::fired1)));
        cases.put(
                "fired, added: 3",
                List.of(
                        ours(WithDeferred::fired3),
                        jdk(WithCompletableFuture::fired3),
                        async(WithStumbleUpon::fired3),
                        netty(WithPromise::fired3)));
        cases.put(
                "fired, added: 10",
                List.of(
                        ours(WithDeferred::fired10),
                        jdk(WithCompletableFuture::fired10),
                        async(WithStumbleUpon::fired10),
                        netty(WithPromise::fired10)));
        cases.put(
                "error path",
                List.of(
                        ours(WithDeferred::errorPath),
                        jdk(WithCompletableFuture::errorPath),
                        async(WithStumbleUpon::errorPath),
                        netty(v -> WithPromise.errorPath())));
        cases.put(
                "returns fired",
                List.of(
                        ours(WithDeferred::firedInner),
                        jdk(WithCompletableFuture::firedInner),
                        async(WithStumbleUpon::firedInner)));
        cases.put(
                "returns unfired",
                List.of(
                        ours(WithDeferred::unfiredInner),
                        jdk(WithCompletableFuture::unfiredInner),
                        async(WithStumbleUpon::unfiredInner)));
        cases.put(
                "gather 100",
                List.of(
                        ours(WithDeferred::gather100),
                        jdk(WithCompletableFuture::gather100),
                        async(WithStumbleUpon::gather100)));
        cases.put("coroutine, 10 awaits", List.of(ours(WithDeferred::tenSteps), jdk(WithCompletableFuture::tenSteps)));
        return cases;
    }

    private static Side ours(UnaryOperator<Object> work) {
        return new Side("Deferred", work);
    }

    private static Side jdk(UnaryOperator<Object> work) {
        return new Side("CompletableFuture", work);
    }

    private static Side async(UnaryOperator<Object> work) {
        return new Side("StumbleUpon async", work);
    }

    private static Side netty(UnaryOperator<Object> work) {
        return new Side("DefaultPromise", work);
    }

    private void compare(String name, Side ours, Side peer) {
        int count = calibrate(ours, peer);
        double[] ratios = new double[pairs];
        double[] nanos = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            boolean oursFirst = i % 2 == 0;
            double first = round(oursFirst ? ours : peer, count);
            double second = round(oursFirst ? peer : ours, count);
            nanos[i] = oursFirst ? first : second;
            ratios[i] = nanos[i] / (oursFirst ? second : first);
        }
        System.out.printf(
                Locale.ROOT,
                "%-22s %-20s %10.2f %10.2f %10.1f%n",
                name,
                peer.name,
                median(ratios),
                (double) bytes(ours) / bytes(peer),
                median(nanos));
    }

    /** Warms both sides up, by turns, and finds how many operations fill a round. */
    private int calibrate(Side ours, Side peer) {
        int count = 1;
        double nanos = 0;
        for (long spent = 0; spent < 40 * roundNanos; spent += (long) (2 * nanos * count)) {
            nanos = Math.max(round(ours, count), round(peer, count));
            count = (int) Math.max(1, Math.min(count * 2.0, (double) roundNanos / Math.max(1, nanos)));
        }
        return count;
    }

    private static double round(Side side, int count) {
        UnaryOperator<Object> work = side.work;
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            kept = work.apply("value");
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / (double) count;
    }

    private static long bytes(Side side) {
        long self = Thread.currentThread().getId();
        int count = 10_000;
        round(side, count);
        long before = THREADS.getThreadAllocatedBytes(self);
        round(side, count);
        return Math.max(1, (THREADS.getThreadAllocatedBytes(self) - before) / count);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
