/* SPDX-License-Identifier: MIT */
/**
 * A service maker for each bundled protocol, a package each, and the options that they share.
 *
 * <ul>
 *   <li>{@link io.netwist.services.ListenAt}: {@code --listen} and {@code --port}
 *   <li>{@link io.netwist.services.AuthOptions}: {@code --auth}
 *   <li>{@code io.netwist.services.echo}: the shortest maker there is
 *   <li>{@code io.netwist.services.classic}: the small services
 *   <li>{@code io.netwist.services.portforward}: connections to a server elsewhere
 *   <li>{@code io.netwist.services.procmon}: a program that is kept alive
 *   <li>{@code io.netwist.services.socks}: a proxy
 *   <li>{@code io.netwist.services.web}: files over HTTP
 * </ul>
 *
 * <p>Threading: options are filled in and services made on the launcher's thread. Source: {@code twisted.plugins} and the
 * {@code tap} modules of Twisted.
 */
@NullMarked
package io.netwist.services;

import org.jspecify.annotations.NullMarked;
