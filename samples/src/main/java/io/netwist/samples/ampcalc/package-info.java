/* SPDX-License-Identifier: MIT */
/**
 * Sums and quotients as a service: {@link io.netwist.samples.ampcalc.Calculator}.
 *
 * <p>Threading: the reactor's thread. Source: Twisted's {@code ampserver.py} and {@code ampclient.py}.
 */
@NullMarked
package io.netwist.samples.ampcalc;

import org.jspecify.annotations.NullMarked;
