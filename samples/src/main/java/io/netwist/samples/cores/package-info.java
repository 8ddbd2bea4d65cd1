/* SPDX-License-Identifier: MIT */
/**
 * A server on all cores: {@link io.netwist.samples.cores.CountingServer}.
 *
 * <p>Threading: each connection on the reactor that it was dealt to. Twisted has no such thing; its programs start several
 * processes.
 */
@NullMarked
package io.netwist.samples.cores;

import org.jspecify.annotations.NullMarked;
