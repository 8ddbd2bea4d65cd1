/* SPDX-License-Identifier: MIT */
/**
 * The smallest server and its client.
 *
 * <ul>
 *   <li>{@link io.netwist.samples.echo.EchoServer} sends back what it receives;
 *   <li>{@link io.netwist.samples.echo.EchoClient} says hello to it.
 * </ul>
 *
 * <p>Threading: the reactor's thread, which is the one that called {@code main}. Source: Twisted's {@code simpleserv.py} and
 * {@code simpleclient.py}.
 */
@NullMarked
package io.netwist.samples.echo;

import org.jspecify.annotations.NullMarked;
