/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netwist.bridge.address.Address;

/** What a {@link StreamPort} listens at: how TCP, UNIX and adopted sockets differ. */
interface ListenPlace {

    /** The address as it was asked for. */
    Address wanted();

    /** Makes a channel, with its options set. */
    ServerChannel open(EventLoopReactor reactor) throws Exception;

    /** Binds a registered channel. */
    void bind(EventLoopReactor reactor, ServerChannel channel) throws Exception;

    /** The real address of a bound channel. */
    Address host(ServerChannel channel);

    /** Undoes what {@link #open} and {@link #bind} left outside the channel, which is closed or never came to be. */
    void closed();

    /** How many connections are accepted before the others of the reactor have their turn again. */
    int ACCEPTED_AT_ONCE = 64;

    /**
     * Lets a channel accept all that wait when the loop looks at it. Netty's epoll takes one connection and then waits to be
     * told of the next, which costs a turn of the loop for each.
     */
    static void acceptMany(ServerChannel channel) {
        channel.config()
                .setRecvByteBufAllocator(new ServerChannelRecvByteBufAllocator()
                        .respectMaybeMoreData(false)
                        .maxMessagesPerRead(ACCEPTED_AT_ONCE));
    }

    /** On the loop's own thread registering and binding are done when they return. */
    static void now(ChannelFuture future) throws Exception {
        Throwable cause = future.cause();
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause != null) {
            throw (Exception) cause;
        }
        if (!future.isDone()) {
            throw new IllegalStateException("the event loop did not " + future + " at once");
        }
    }
}
