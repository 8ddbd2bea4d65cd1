/* SPDX-License-Identifier: MIT */
/**
 * From the name of a host to its addresses.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.resolve.NameResolver}: finds the addresses of a {@link
 *       io.netwist.bridge.resolve.HostQuery} and tells a {@link io.netwist.bridge.resolve.ResolutionReceiver} of each
 *   <li>{@link io.netwist.bridge.resolve.SimpleResolver}: the smaller interface, one address for a name
 *   <li>{@link io.netwist.bridge.resolve.HostNames}: names as DNS wants them
 * </ul>
 *
 * <p>A reactor has one resolver, {@code reactor.nameResolver()}, which asks the operating system on the reactor's threads
 * for blocking calls, and can be given another.
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.internet._resolver} and {@code IHostnameResolver}.
 */
@NullMarked
package io.netwist.bridge.resolve;

import org.jspecify.annotations.NullMarked;
