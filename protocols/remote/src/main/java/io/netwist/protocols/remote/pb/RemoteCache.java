/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.remote.pb;

/**
 * What follows a {@link Cacheable} of the peer's: it gets the state, and then the calls of the methods marked {@link Remote},
 * by which the peer tells of changes. In Python these begin with {@code observe_}. Register a class of them with {@link
 * BrokerOptions#withCache}; what messages have in them is a {@link Cached} of one. Source: {@code
 * twisted.spread.pb.RemoteCache}.
 *
 * <p>Threading: called on the reactor's thread.
 */
public interface RemoteCache extends RemoteCopy {}
