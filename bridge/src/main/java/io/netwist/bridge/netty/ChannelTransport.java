/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;

/**
 * What a transport over a Netty channel can do beyond {@code Transport}: {@code transport.as(ChannelTransport.class)}.
 *
 * <p>Handlers put into the pipeline before the protocol's own see all bytes in both directions. Threading: the reactor's
 * thread only.
 */
public interface ChannelTransport {

    /**
     * The channel.
     *
     * @return for its options and attributes; end the connection through the transport, not here
     */
    Channel channel();

    /**
     * The channel's pipeline, whose last handler is the protocol's.
     *
     * @return for adding handlers; {@code addFirst} puts one next to the socket
     */
    ChannelPipeline pipeline();

    /**
     * Sends something that handlers in the pipeline turn into bytes, in order with the transport's other writes.
     *
     * <p>Ownership: the message is given away, and released when it cannot be sent.
     *
     * @param message what the handlers, or the channel itself, understand: an HTTP response, a FileRegion
     */
    void writeMessage(Object message);
}
