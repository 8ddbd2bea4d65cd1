/* SPDX-License-Identifier: MIT */
/**
 * Programs as trees of services, which start and stop in order.
 *
 * <p>In reading order:
 *
 * <ul>
 *   <li>{@link io.netwist.application.Service}: what can be started and stopped; programs extend {@link
 *       io.netwist.application.BaseService}
 *   <li>{@link io.netwist.application.MultiService}: services that start and stop together
 *   <li>{@link io.netwist.application.Application}: the root of the tree, and what the process should be like
 *   <li>{@link io.netwist.application.TcpServer}, {@link io.netwist.application.EndpointService}, {@link
 *       io.netwist.application.UdpServer}, {@link io.netwist.application.ClientService} and their kin: ready-made services
 *   <li>{@link io.netwist.application.ServiceMaker}: a service that the launcher offers as a command, found by {@link
 *       io.netwist.application.ServiceMakers}
 * </ul>
 *
 * <p>Threading: a tree may be built on any one thread, before it has a reactor. From {@code startOn} on, everything
 * happens and must be called on that reactor's thread. Source: {@code twisted.application.service} and {@code
 * twisted.application.internet}.
 */
@NullMarked
package io.netwist.application;

import org.jspecify.annotations.NullMarked;
