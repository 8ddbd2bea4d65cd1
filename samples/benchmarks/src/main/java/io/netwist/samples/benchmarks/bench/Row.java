/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

/**
 * One comparison: ours, and how it relates to a peer. A ratio of throughput above 1, or of cost below 1, is in our favour.
 *
 * @param what the work
 * @param size what grows along a curve, such as the number of connections
 * @param peer against whom
 * @param throughput operations per second, ours over the peer's
 * @param cpu processor time per operation, ours over the peer's
 * @param ours our own figures
 * @param theirs the peer's
 */
record Row(String what, int size, String peer, Spread throughput, Spread cpu, Side ours, Side theirs) {}
