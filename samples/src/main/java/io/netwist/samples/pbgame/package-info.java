/* SPDX-License-Identifier: MIT */
/**
 * Rooms and people in them, who do not all see the same: {@link io.netwist.samples.pbgame.Mansion} is the world, {@link
 * io.netwist.samples.pbgame.Room} what is looked at, and {@link io.netwist.samples.pbgame.Guest} who looks.
 *
 * <p>Threading: the reactor's thread. Source: the idea of Twisted Reality, which Perspective Broker was made for.
 */
@NullMarked
package io.netwist.samples.pbgame;

import org.jspecify.annotations.NullMarked;
