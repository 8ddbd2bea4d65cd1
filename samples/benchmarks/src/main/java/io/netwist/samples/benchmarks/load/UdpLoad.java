/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** Sockets that each send a datagram, wait for its return and send the next. A datagram that got lost is sent again. */
public final class UdpLoad implements Load {
    private static final long LOST_NANOS = 200_000_000;

    private final Selector selector;
    private final List<Socket> sockets = new ArrayList<>();
    private final ByteBuffer output;
    private final ByteBuffer input = ByteBuffer.allocateDirect(65536);

    private static final class Socket {
        final DatagramChannel channel;
        boolean waits;
        long sent;

        Socket(DatagramChannel channel) {
            this.channel = channel;
        }
    }

    /**
     * Opens the sockets.
     *
     * @param port the server's, on 127.0.0.1
     * @param count how many sockets
     * @param length of a datagram, in bytes
     * @throws IOException if a socket cannot be had
     */
    public UdpLoad(int port, int count, int length) throws IOException {
        selector = Selector.open();
        output = Exchange.echo(length).buffer();
        for (int i = 0; i < count; i++) {
            DatagramChannel channel = DatagramChannel.open();
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            Socket socket = new Socket(channel);
            channel.register(selector, SelectionKey.OP_READ, socket);
            sockets.add(socket);
        }
    }

    @Override
    public long run(long nanos) throws IOException {
        long start = System.nanoTime();
        long done = 0;
        int waiting = 0;
        for (Socket socket : sockets) {
            send(socket, start);
            waiting++;
        }
        while (waiting > 0) {
            selector.selectNow();
            long now = System.nanoTime();
            boolean asking = now - start < nanos;
            if (now - start > nanos + PATIENCE_NANOS) {
                throw new IOException(waiting + " datagrams got no answer");
            }
            for (SelectionKey key : selector.selectedKeys()) {
                Socket socket = (Socket) key.attachment();
                input.clear();
                if (socket.channel.read(input) <= 0 || !socket.waits) {
                    continue;
                }
                done++;
                if (asking) {
                    send(socket, now);
                } else {
                    socket.waits = false;
                    waiting--;
                }
            }
            selector.selectedKeys().clear();
            for (Socket socket : sockets) {
                if (socket.waits && now - socket.sent > LOST_NANOS) {
                    send(socket, now);
                }
            }
        }
        return done;
    }

    private void send(Socket socket, long now) throws IOException {
        socket.waits = true;
        socket.sent = now;
        output.position(0);
        socket.channel.write(output);
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.channel.close();
        }
        selector.close();
    }
}
