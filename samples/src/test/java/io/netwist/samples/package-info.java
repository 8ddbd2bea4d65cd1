/* SPDX-License-Identifier: MIT */
/**
 * What the tests of all samples share.
 *
 * <p>Threading: as said there.
 */
@NullMarked
package io.netwist.samples;

import org.jspecify.annotations.NullMarked;
