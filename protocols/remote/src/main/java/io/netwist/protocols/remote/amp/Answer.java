/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.amp;

import org.jspecify.annotations.Nullable;

/**
 * What a responder gives.
 *
 * @param box the values
 * @param after done when the box has been written; null for nothing
 */
record Answer(Box box, @Nullable Runnable after) {}
