/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.bench;

/**
 * What one server did in one round.
 *
 * @param perSecond operations per second
 * @param cpuNanos the server's processor time per operation
 * @param bytes what the server allocated per operation; negative if it cannot tell
 */
record Sample(double perSecond, double cpuNanos, double bytes) {}
