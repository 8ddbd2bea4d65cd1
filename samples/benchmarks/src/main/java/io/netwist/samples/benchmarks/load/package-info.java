/* SPDX-License-Identifier: MIT */
/**
 * The load that servers are measured with: plain NIO on one thread, so that it needs nothing and costs as little as can be.
 *
 * <p>Every load works for a while and waits for what is under way before it returns, so that the work of a round is the
 * work of that round. It never stops to sleep: it is meant to have a core of its own.
 */
@NullMarked
package io.netwist.samples.benchmarks.load;

import org.jspecify.annotations.NullMarked;
