/* SPDX-License-Identifier: MIT */
/**
 * Pipes as a Netty channel: those of a child process, terminals, standard input and output.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.netty.pipe.PipeChannel} is the channel, on any event loop.
 *   <li>{@link io.netwist.bridge.netty.pipe.DescriptorInput} and {@link io.netwist.bridge.netty.pipe.DescriptorOutput} are
 *       its ends where the operating system tells when a descriptor is ready.
 *   <li>{@link io.netwist.bridge.netty.pipe.StreamInput} and {@link io.netwist.bridge.netty.pipe.StreamOutput} are its ends
 *       where only a stream that blocks is to be had: each has a thread.
 * </ul>
 *
 * <p>Threading: everything on the channel's event loop, except where a method says so. Source: Netty's {@code Channel}.
 */
@NullMarked
package io.netwist.bridge.netty.pipe;

import org.jspecify.annotations.NullMarked;
