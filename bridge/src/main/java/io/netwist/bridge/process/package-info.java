/* SPDX-License-Identifier: MIT */
/**
 * The process we are, and the processes we start.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.process.BaseProcessProtocol} is what to extend, and {@code reactor.spawnProcess} what to
 *       call; {@link io.netwist.bridge.process.ProcessOptions} says how the child is started.
 *   <li>{@link io.netwist.bridge.process.ProcessTransport} is the way to the child.
 *   <li>{@link io.netwist.bridge.process.ProcessDone} and {@link io.netwist.bridge.process.ProcessTerminated} are how it
 *       ends.
 *   <li>{@link io.netwist.bridge.process.Signals} hears the signals sent to us.
 * </ul>
 *
 * <p>Threading: the reactor's thread, except where a type says otherwise. Source: {@code
 * twisted.internet.interfaces.IReactorProcess} and its kin.
 */
@NullMarked
package io.netwist.bridge.process;

import org.jspecify.annotations.NullMarked;
