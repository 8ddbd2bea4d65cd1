/* SPDX-License-Identifier: MIT */
/**
 * Why a connection ended or never began.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.error.ConnectionClosed}: the reasons given to {@code connectionLost}
 *   <li>{@link io.netwist.bridge.error.ConnectionFailedException}: the reasons given to {@code clientConnectionFailed}
 *   <li>{@link io.netwist.bridge.error.CannotListenException}: thrown by the {@code listen} calls
 *   <li>the rest: misuse of the reactor or of a connector
 * </ul>
 *
 * <p>Endings that are normal life (done, lost, refused, timed out) carry no stack trace; mistakes do. Threading:
 * values. Source: {@code twisted.internet.error}.
 */
@NullMarked
package io.netwist.bridge.error;

import org.jspecify.annotations.NullMarked;
