/* SPDX-License-Identifier: MIT */
/**
 * A pond of ducks that others watch: {@link io.netwist.samples.pbcache.DuckPond} is the original, {@link
 * io.netwist.samples.pbcache.WatchedPond} the copy that follows it.
 *
 * <p>Threading: the reactor's thread. Source: Twisted's {@code cache_classes.py}.
 */
@NullMarked
package io.netwist.samples.pbcache;

import org.jspecify.annotations.NullMarked;
