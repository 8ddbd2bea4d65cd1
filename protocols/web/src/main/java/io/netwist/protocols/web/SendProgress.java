/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/** Tells from one look to the next whether a client takes what it is sent. */
final class SendProgress {

    private @Nullable Object message;
    private long bytes;

    /** Whether the client has not taken a single byte since the last look, with something to take both times. */
    boolean isStuck(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        Object now = out == null ? null : out.current();
        long taken = out == null ? 0 : out.currentProgress();
        boolean stuck = now != null && now == message && taken == bytes;
        message = now;
        bytes = taken;
        return stuck;
    }
}
