/* SPDX-License-Identifier: MIT */
/**
 * Checks that the documentation tells the truth.
 *
 * <ul>
 *   <li>{@code DocumentationTest}: every block of Java compiles and runs, every link and command leads somewhere;
 *   <li>{@code TwistedIdiomsTest}: every row of the table of idioms compiles;
 *   <li>{@code TwistedNamesTest}: every type that the table of names mentions exists.
 * </ul>
 *
 * <p>Threading: each block runs on a thread of its own.
 */
@NullMarked
package io.netwist.samples.docs;

import org.jspecify.annotations.NullMarked;
