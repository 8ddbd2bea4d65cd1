/* SPDX-License-Identifier: MIT */
/**
 * Stand-ins for the network: protocols are tested without a socket, a thread or a second of real time.
 *
 * <ul>
 *   <li>{@link io.netwist.bridge.testing.StringTransport}: one protocol, and the test plays the peer
 *   <li>{@link io.netwist.bridge.testing.Wire}: two protocols, joined, with a pump that the test turns
 *   <li>{@link io.netwist.bridge.testing.MemoryReactor}: a reactor without a network; its time is a {@code TestClock}
 *   <li>{@link io.netwist.bridge.testing.MemoryPort} and {@link io.netwist.bridge.testing.MemoryConnector}: what it
 *       returns when asked to listen or to connect
 *   <li>{@link io.netwist.bridge.testing.Chunkings}: the ways in which input can be cut into pieces
 *   <li>{@link io.netwist.bridge.testing.TransportContract} and {@link io.netwist.bridge.testing.ReactorContract}: what
 *       every transport and every reactor does, as checks that run on the real ones and on these
 * </ul>
 *
 * <p>Nothing here needs a particular test framework. Threading: one thread, that of the test. Source: {@code
 * twisted.internet.testing}.
 */
@NullMarked
package io.netwist.bridge.testing;

import org.jspecify.annotations.NullMarked;
