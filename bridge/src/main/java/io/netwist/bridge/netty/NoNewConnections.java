/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.util.internal.PlatformDependent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the system drop what asks for a connection to a port that is about to be closed.
 *
 * <p>Closing a listening socket resets the connections that were made and not accepted yet, and those that are being made.
 * So the first packet of any further one is dropped, for a moment, in which the others are accepted; whoever sent it sends
 * it again a second later, and then meets a closed port, or the next server on it. On Linux with epoll only.
 */
final class NoNewConnections {

    private static final Logger LOG = LoggerFactory.getLogger(NoNewConnections.class);

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;

    /** {@code struct sock_fprog}: a short and, aligned, a pointer. */
    private static final int PROGRAM_SIZE = 16;

    /*
     * A classic BPF program of four instructions; a listening socket shows it the TCP header.
     *
     *     load byte 13, the flags
     *     is SYN set?
     *     yes: keep 0 bytes of it
     *     no:  keep all
     */
    private static final ByteBuffer INSTRUCTIONS = ByteBuffer.allocateDirect(4 * 8)
            .order(ByteOrder.nativeOrder())
            .put(instruction(0x30, 0, 0, 13))
            .put(instruction(0x45, 0, 1, 0x02))
            .put(instruction(0x06, 0, 0, 0))
            .put(instruction(0x06, 0, 0, -1))
            .flip();

    private NoNewConnections() {}

    private static byte[] instruction(int code, int whenTrue, int whenFalse, int operand) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putShort((short) code)
                .put((byte) whenTrue)
                .put((byte) whenFalse)
                .putInt(operand)
                .array();
    }

    /** Does nothing where it cannot. */
    static void on(Channel server) {
        if (!(server instanceof EpollServerSocketChannel) || PlatformDependent.bitMode() != 64) {
            return;
        }
        try {
            ByteBuffer program = ByteBuffer.allocateDirect(PROGRAM_SIZE)
                    .order(ByteOrder.nativeOrder())
                    .putShort(0, (short) 4)
                    .putLong(8, PlatformDependent.directBufferAddress(INSTRUCTIONS));
            server.config()
                    .setOption(
                            new RawUnixChannelOption("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM_SIZE),
                            program);
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("{} is closed without that", server, e);
        }
    }
}
