/* SPDX-License-Identifier: MIT */
/**
 * The receivers that Twisted programs extend.
 *
 * <ul>
 *   <li>{@link io.netwist.protocols.basic.LineReceiver}: lines, and raw bytes in between
 *   <li>{@link io.netwist.protocols.basic.LineOnlyReceiver}: lines only
 *   <li>{@link io.netwist.protocols.basic.NetstringReceiver}: {@code 5:hello,}
 *   <li>{@link io.netwist.protocols.basic.Int8StringReceiver}, {@link io.netwist.protocols.basic.Int16StringReceiver},
 *       {@link io.netwist.protocols.basic.Int32StringReceiver}: strings after their lengths
 *   <li>{@link io.netwist.protocols.basic.StringStates} and {@link io.netwist.protocols.basic.StatefulProtocol}: what a
 *       frame means depends on those before it
 *   <li>{@link io.netwist.protocols.basic.FileSender}: a file as a producer
 *   <li>{@link io.netwist.protocols.basic.PortForwarder} and {@link io.netwist.protocols.basic.Relay}: two connections that
 *       pass on to each other
 * </ul>
 *
 * <p>Threading: the reactor's thread. Source: {@code twisted.protocols.basic}, {@code
 * stateful} and {@code portforward}.
 */
@NullMarked
package io.netwist.protocols.basic;

import org.jspecify.annotations.NullMarked;
