/* SPDX-License-Identifier: MIT */
/**
 * Who makes bytes, who takes them, and how the second slows the first.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.stream.ByteConsumer} takes bytes; every transport is one
 *   <li>{@link io.netwist.bridge.stream.PushProducer} writes until it is told to pause; every transport is one, too
 *   <li>{@link io.netwist.bridge.stream.PullProducer} writes one piece each time it is asked
 *   <li>{@link io.netwist.bridge.stream.PullToPush} makes the first of the second, for who implements a consumer
 * </ul>
 *
 * <p>Threading: all calls on the reactor's thread. Source: {@code IConsumer}, {@code IPushProducer} and {@code
 * IPullProducer} of {@code twisted.internet.interfaces}.
 */
@NullMarked
package io.netwist.bridge.stream;

import org.jspecify.annotations.NullMarked;
