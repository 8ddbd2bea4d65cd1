/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Connections that last for one byte there and back: the rate at which a server accepts. */
public final class ConnectLoad implements Load {
    private final int port;
    private final int atOnce;
    private final Selector selector = Selector.open();
    private final ByteBuffer output = Exchange.echo(1).buffer();
    private final ByteBuffer input = ByteBuffer.allocateDirect(16);

    /**
     * Makes the load.
     *
     * @param port the echo server's, on 127.0.0.1
     * @param atOnce how many connections are under way at a time
     * @throws IOException if there is no selector to be had
     */
    public ConnectLoad(int port, int atOnce) throws IOException {
        this.port = port;
        this.atOnce = atOnce;
    }

    @Override
    public long run(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        long done = 0;
        int open = 0;
        while (open < atOnce) {
            connect();
            open++;
        }
        while (open > 0) {
            selector.selectNow();
            long now = System.nanoTime();
            if (now > end + PATIENCE_NANOS) {
                throw new IOException(open + " connections got no answer");
            }
            for (SelectionKey key : selector.selectedKeys()) {
                SocketChannel channel = (SocketChannel) key.channel();
                if (key.isConnectable()) {
                    channel.finishConnect();
                    ask(key);
                } else if (key.isReadable()) {
                    input.clear();
                    if (channel.read(input) != 1) {
                        throw new IOException("the server has closed a connection");
                    }
                    close(channel);
                    done++;
                    open--;
                    if (now < end) {
                        connect();
                        open++;
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return done;
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            ask(channel.register(selector, SelectionKey.OP_READ));
        } else {
            channel.register(selector, SelectionKey.OP_CONNECT);
        }
    }

    private void ask(SelectionKey key) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        output.position(0);
        ((SocketChannel) key.channel()).write(output);
    }

    /** With a reset, since a port in TIME-WAIT is not to be had again for a minute. */
    private static void close(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
