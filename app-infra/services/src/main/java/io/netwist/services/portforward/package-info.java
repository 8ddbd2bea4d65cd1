/* SPDX-License-Identifier: MIT */
/**
 * {@code netwistd portforward}: takes connections to a server elsewhere.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.tap.portforward}.
 */
@NullMarked
package io.netwist.services.portforward;

import org.jspecify.annotations.NullMarked;
