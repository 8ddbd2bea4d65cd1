/* SPDX-License-Identifier: MIT */
/**
 * The servers that are measured, each a program of its own that does the same work: echo, lines, datagrams, HTTP.
 *
 * <p>Each is written as its library's documentation recommends. {@code PeerMain} starts one and answers questions about
 * it on standard input.
 */
@NullMarked
package io.netwist.samples.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
