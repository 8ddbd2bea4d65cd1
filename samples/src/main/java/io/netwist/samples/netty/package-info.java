/* SPDX-License-Identifier: MIT */
/**
 * Protocols and Netty, both ways.
 *
 * <ul>
 *   <li>{@link io.netwist.samples.netty.FramedGreeter} puts Netty's decoder before a protocol of a reactor, {@link
 *       io.netwist.samples.netty.ShapedEcho} its traffic shaping and its idle handler;
 *   <li>{@link io.netwist.samples.netty.HttpHello} and {@link io.netwist.samples.netty.MqttKeeper} receive the messages that
 *       Netty's codecs make;
 *   <li>{@link io.netwist.samples.netty.StockClient} runs a client written for Netty on a reactor;
 *   <li>{@link io.netwist.samples.netty.HostedEcho} puts a protocol into a Netty server.
 * </ul>
 *
 * <p>Threading: the reactor's thread in the one, Netty's event loops in the other.
 */
@NullMarked
package io.netwist.samples.netty;

import org.jspecify.annotations.NullMarked;
