/* SPDX-License-Identifier: MIT */
/**
 * The harness: starts servers as processes, gives them load by turns, and reports ratios.
 *
 * <p>{@code Bench} is the program; {@code Tables} says what is measured, {@code Pairing} how, {@code Report} and {@code
 * Plot} write it down.
 */
@NullMarked
package io.netwist.samples.benchmarks.bench;

import org.jspecify.annotations.NullMarked;
