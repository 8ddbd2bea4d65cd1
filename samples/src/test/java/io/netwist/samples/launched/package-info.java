/* SPDX-License-Identifier: MIT */
/**
 * The samples that only the launcher can run.
 *
 * <p>Threading: each in a JVM of its own.
 */
@NullMarked
package io.netwist.samples.launched;

import org.jspecify.annotations.NullMarked;
