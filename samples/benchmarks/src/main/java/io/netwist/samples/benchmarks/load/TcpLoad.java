/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Connections that each ask, wait for the whole answer, and ask again; or that ask at a pace that is given. */
public final class TcpLoad implements Load {
    private static final int READ = 256 * 1024;

    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(READ);
    private final ByteBuffer output;
    private final int responseLength;
    private final int operations;

    private @Nullable IOException failure;
    private long done;
    private boolean asking;
    private int open;

    /**
     * Opens the connections.
     *
     * @param port the server's, on 127.0.0.1
     * @param count how many connections
     * @param exchange what goes over each
     * @throws IOException if the server cannot be reached or gives no answer
     */
    public TcpLoad(int port, int count, Exchange exchange) throws IOException {
        selector = Selector.open();
        output = exchange.buffer();
        operations = exchange.operations();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            open(channel, exchange);
            channel.configureBlocking(false);
            connections.add(new Connection(channel));
        }
        responseLength = exchange.responseLength() > 0 ? exchange.responseLength() : learn(connections.get(0));
    }

    private static void open(SocketChannel channel, Exchange exchange) throws IOException {
        channel.write(ByteBuffer.wrap(exchange.opening()));
        ByteBuffer answer = ByteBuffer.allocate(exchange.openingAnswer());
        while (answer.hasRemaining()) {
            if (channel.read(answer) < 0) {
                throw new EOFException("the server has closed a connection before the first request");
            }
        }
    }

    private int learn(Connection connection) throws IOException {
        connection.channel.write(output.duplicate());
        input.clear();
        int length = 0;
        long limit = System.nanoTime() + PATIENCE_NANOS;
        while (length == 0 || input.position() < length) {
            if (connection.channel.read(input) < 0 || System.nanoTime() > limit) {
                throw new IOException("no whole answer to the first request");
            }
            length = Exchange.lengthOf(input.duplicate().flip());
            if (length > input.capacity()) {
                // A big file: its body is only counted.
                int seen = input.position();
                while (seen < length) {
                    input.clear();
                    int count = connection.channel.read(input);
                    if (count < 0 || System.nanoTime() > limit) {
                        throw new IOException("no whole answer to the first request");
                    }
                    seen += count;
                }
                return length;
            }
        }
        return length;
    }

    @Override
    public long run(long nanos) throws IOException {
        done = 0;
        asking = true;
        open = connections.size();
        long end = System.nanoTime() + nanos;
        for (Connection connection : connections) {
            connection.ask();
        }
        long last = 0;
        long limit = end + PATIENCE_NANOS;
        while (open > 0) {
            poll();
            long now = System.nanoTime();
            asking = now < end;
            if (now > limit) {
                throw new IOException(open + " connections got no answer, after " + done + " answers; " + last);
            }
            last = done;
        }
        return done;
    }

    /**
     * Asks at an even pace, whether or not answers have come, and measures from when a request was due: what waits
     * behind a slow answer counts as slow.
     *
     * @param perSecond how many operations
     * @param nanos for how long
     * @return how long answers took, in nanoseconds
     * @throws IOException if the server closes a connection or does not answer any more
     */
    public Histogram paced(double perSecond, long nanos) throws IOException {
        Histogram histogram = new Histogram(PATIENCE_NANOS, 3);
        double interval = 1e9 * operations / perSecond;
        long start = System.nanoTime();
        long count = (long) (nanos / interval);
        for (long sent = 0, limit = start + nanos + PATIENCE_NANOS; sent < count || waiting() > 0; ) {
            long now = System.nanoTime();
            while (sent < count && start + (long) (sent * interval) <= now) {
                Connection connection = connections.get((int) (sent % connections.size()));
                connection.due.add(start + (long) (sent * interval));
                connection.send();
                sent++;
            }
            pollPaced(histogram);
            if (now > limit) {
                throw new IOException(waiting() + " requests got no answer");
            }
        }
        return histogram;
    }

    private int waiting() {
        int sum = 0;
        for (Connection connection : connections) {
            sum += connection.due.size();
        }
        return sum;
    }

    private void poll() throws IOException {
        failure = null;
        selector.selectNow(key -> {
            try {
                ((Connection) key.attachment()).ready(key);
            } catch (IOException e) {
                failure = e;
            }
        });
        if (failure != null) {
            throw failure;
        }
    }

    private void pollPaced(Histogram histogram) throws IOException {
        failure = null;
        selector.selectNow(key -> {
            try {
                ((Connection) key.attachment()).readPaced(histogram);
            } catch (IOException e) {
                failure = e;
            }
        });
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            connection.channel.close();
        }
        selector.close();
    }

    private final class Connection {
        final SocketChannel channel;
        final SelectionKey key;

        /** When the requests under way were due; only at a pace. */
        final ArrayDeque<Long> due = new ArrayDeque<>();

        private int unread;
        private int unsent;

        Connection(SocketChannel channel) throws IOException {
            this.channel = channel;
            this.key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        void ask() throws IOException {
            unread = responseLength;
            unsent = output.limit();
            write();
        }

        private void write() throws IOException {
            output.position(output.limit() - unsent);
            channel.write(output);
            boolean wasBlocked = unsent < output.limit();
            unsent = output.remaining();
            output.position(0);
            if (unsent > 0) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            } else if (wasBlocked) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }

        void ready(SelectionKey ready) throws IOException {
            if (ready.isWritable()) {
                write();
            }
            if (!ready.isReadable()) {
                return;
            }
            input.clear();
            int count = channel.read(input);
            if (count < 0) {
                throw new EOFException("the server has closed a connection");
            }
            unread -= count;
            if (unread == 0) {
                done += operations;
                if (asking) {
                    ask();
                } else {
                    open--;
                }
            } else if (unread < 0) {
                throw new IOException("the server has sent " + -unread + " bytes too many");
            }
        }

        /** Sends one request whole; it is small and there is room for it. */
        void send() throws IOException {
            output.position(0);
            while (output.hasRemaining()) {
                channel.write(output);
            }
            output.position(0);
        }

        void readPaced(Histogram histogram) throws IOException {
            input.clear();
            int count = channel.read(input);
            if (count < 0) {
                throw new EOFException("the server has closed a connection");
            }
            long now = System.nanoTime();
            unread += count;
            while (unread >= responseLength) {
                unread -= responseLength;
                histogram.recordValue(Math.min(now - due.remove(), PATIENCE_NANOS));
            }
        }
    }
}
