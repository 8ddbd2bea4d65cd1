/* SPDX-License-Identifier: MIT */
/**
 * Programs behind a port: {@link io.netwist.samples.process.TerminalServer}.
 *
 * <p>Threading: the reactor's thread, which is the one that called {@code main}. Source: {@code ptyserv.py} among Twisted's
 * examples.
 */
@NullMarked
package io.netwist.samples.process;

import org.jspecify.annotations.NullMarked;
