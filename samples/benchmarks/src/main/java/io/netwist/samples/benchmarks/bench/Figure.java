/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

/**
 * A cost, ours and a peer's, where the smaller is the better.
 *
 * @param what the work
 * @param peer against whom
 * @param unit what is counted, such as ns or bytes
 * @param ours median of our own
 * @param theirs median of the peer's
 * @param ratio ours over the peer's
 */
record Figure(String what, String peer, String unit, double ours, double theirs, Spread ratio) {}
