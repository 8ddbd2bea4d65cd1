/* SPDX-License-Identifier: MIT */
/**
 * An object that another program calls: {@link io.netwist.samples.pbecho.EchoObject}, and a client of it.
 *
 * <p>Threading: the reactor's thread. Source: Twisted's {@code pbsimple.py} and {@code pbsimpleclient.py}.
 */
@NullMarked
package io.netwist.samples.pbecho;

import org.jspecify.annotations.NullMarked;
