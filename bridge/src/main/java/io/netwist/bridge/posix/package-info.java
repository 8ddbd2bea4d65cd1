/* SPDX-License-Identifier: MIT */
/**
 * The operating system's calls that the JDK lacks: pipes, descriptors, child processes, terminals. For whoever writes a
 * reactor; programs use {@code spawnProcess}.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.posix.Posix} says whether they can be made here, and makes them.
 *   <li>{@link io.netwist.bridge.posix.Spawn} starts a program.
 *   <li>{@link io.netwist.bridge.posix.Poller} tells when a descriptor is ready.
 * </ul>
 *
 * <p>By JNA, which is an optional dependency, and on Linux: nothing here is touched before {@code PosixSupport.isAvailable()} says
 * yes. Threading: any thread, one at a time for each descriptor. Source: POSIX.1-2017 and the manual pages of Linux.
 */
@NullMarked
package io.netwist.bridge.posix;

import org.jspecify.annotations.NullMarked;
