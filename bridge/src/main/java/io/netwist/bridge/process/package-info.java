/* SPDX-License-Identifier: MIT */
/**
 * The process we are, and the processes we start.
 *
 * <p>{@link io.netwist.bridge.process.Signals} hears signals. Threading: each type says.
 */
@NullMarked
package io.netwist.bridge.process;

import org.jspecify.annotations.NullMarked;
