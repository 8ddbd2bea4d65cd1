/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.datagram;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.address.Address;
import io.netwist.deferred.Deferred;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a datagram socket.
 *
 * <p>A write sends one datagram now or drops it: nothing is kept for later beyond what the socket takes, and errors of the
 * network are not reported, as for any datagram. Every write gives its buffer away, also when it throws.
 *
 * <p>Threading: the reactor's thread. Source: {@code IUDPTransport}, {@code IUNIXDatagramTransport}.
 */
public interface DatagramTransport {

    /**
     * Sends one datagram.
     *
     * @param data given away
     * @param to an IP literal of this socket's family, or {@code <broadcast>}; on a connected socket only its peer
     * @throws io.netwist.bridge.error.InvalidAddressException if this socket cannot send there
     * @throws io.netwist.bridge.error.MessageLengthException if it is too long for any datagram
     */
    void write(ByteBuf data, Address to);

    /**
     * Sends a copy of bytes as one datagram.
     *
     * @param data may be altered afterwards
     * @param to as for {@link #write(ByteBuf, Address)}
     */
    void write(byte[] data, Address to);

    /**
     * Sends text in UTF-8 as one datagram.
     *
     * @param text the text
     * @param to as for {@link #write(ByteBuf, Address)}
     */
    void write(CharSequence text, Address to);

    /**
     * Sends one datagram to the peer of a connected socket.
     *
     * @param data given away
     * @throws IllegalStateException if the socket is not connected
     */
    void write(ByteBuf data);

    /**
     * Sends a copy of bytes to the peer of a connected socket.
     *
     * @param data may be altered afterwards
     * @throws IllegalStateException if the socket is not connected
     */
    void write(byte[] data);

    /**
     * Sends text in UTF-8 to the peer of a connected socket.
     *
     * @param text the text
     * @throws IllegalStateException if the socket is not connected
     */
    void write(CharSequence text);

    /**
     * Sends one datagram made of several pieces.
     *
     * @param pieces given away
     * @param to as for {@link #write(ByteBuf, Address)}
     */
    void writeSequence(Iterable<ByteBuf> pieces, Address to);

    /**
     * Fixes the peer: from now on only its datagrams come, and writes go to it. Once only.
     *
     * @param host an IP literal
     * @param port 1 to 65535
     * @throws io.netwist.bridge.error.InvalidAddressException if the host is no IP literal of this socket's family
     * @throws IllegalStateException if the socket is connected
     */
    void connect(String host, int port);

    /**
     * Where this socket is bound.
     *
     * @return the address with the real port
     */
    Address getHost();

    /**
     * Closes the socket.
     *
     * @return fired when it is closed and {@code stopProtocol} has run
     */
    Deferred<@Nullable Void> stopListening();

    /**
     * Whether broadcasts may be sent.
     *
     * @return false until set
     */
    boolean getBroadcastAllowed();

    /**
     * Allows broadcasts (SO_BROADCAST).
     *
     * @param allowed whether they may be sent
     */
    void setBroadcastAllowed(boolean allowed);

    /**
     * Asks for something that only some sockets can do.
     *
     * @param <C> the capability
     * @param capability for example {@code MulticastTransport.class}
     * @return the capability of this socket, or empty
     */
    <C> Optional<C> as(Class<C> capability);
}
