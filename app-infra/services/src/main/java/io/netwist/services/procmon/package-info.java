/* SPDX-License-Identifier: MIT */
/**
 * {@code netwistd procmon}: keeps a program alive.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.runner.procmontap}.
 */
@NullMarked
package io.netwist.services.procmon;

import org.jspecify.annotations.NullMarked;
