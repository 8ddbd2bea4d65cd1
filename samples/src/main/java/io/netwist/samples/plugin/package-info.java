/* SPDX-License-Identifier: MIT */
/**
 * A service of one's own for the launcher: {@link io.netwist.samples.plugin.SampleEchoMaker}.
 *
 * <p>It is found because {@code META-INF/services/io.netwist.application.ServiceMaker} names it.
 *
 * <p>Threading: a maker is asked on the thread of {@code main}; its service lives on the reactor's, which is the same.
 * Source: Twisted's plugin how-to.
 */
@NullMarked
package io.netwist.samples.plugin;

import org.jspecify.annotations.NullMarked;
