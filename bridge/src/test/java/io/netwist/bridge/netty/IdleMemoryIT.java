/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LOCAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netwist.bridge.BaseProtocol;
import io.netwist.deferred.Deferred;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * What an idle connection costs in heap on top of what it costs a bare Netty server, measured in the same way: 10,000 of them
 * against the heap in use after a collection. The clients are another process, so only the server's side is counted.
 */
class IdleMemoryIT {

    private static final int WANTED = 10_000;
    private static final int LIMIT_EACH = 4096;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** As many as this process, and its child with the same limit, may have open. */
    private static int count() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            return (int) Math.min(WANTED, unix.getMaxFileDescriptorCount() - 500);
        }
        return WANTED;
    }

    /** Another process: connects, says so, and stays until it is ended. */
    static final class Clients {
        private Clients() {}

        public static void main(String[] arguments) throws Exception {
            InetSocketAddress server =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
            List<SocketChannel> open = new ArrayList<>();
            for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
                open.add(SocketChannel.open(server));
            }
            System.out.println("connected");
            Thread.sleep(Duration.ofMinutes(10).toMillis());
            System.exit(open.size());
        }
    }

    private static ChildJvm clients(int port, int count) throws IOException {
        return ChildJvm.start(Clients.class, List.of("-Xmx256m"), Integer.toString(port), Integer.toString(count));
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static long ofNetwist(NettyTransport transport, int count) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            int[] made = {0};
            Deferred<Integer> all = new Deferred<>();
            int port = reactor.listenTCP(
                            0,
                            peer -> new BaseProtocol() {
                                @Override
                                public void connectionMade() {
                                    if (++made[0] == count) {
                                        all.callback(count);
                                    }
                                }
                            },
                            LOCAL)
                    .getHost()
                    .port();
            long before = heap();
            try (ChildJvm clients = clients(port, count)) {
                reactor.runUntil(all, LIMIT);
                assertThat(clients.line()).isEqualTo("connected");
                return (heap() - before) / count;
            }
        }
    }

    private static long ofNetty(NettyTransport transport, int count) throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport.ioHandlerFactory());
        try {
            CountDownLatch all = new CountDownLatch(count);
            Channel server = new ServerBootstrap()
                    .group(group)
                    .channelFactory(transport::newServerChannel)
                    .option(ChannelOption.SO_BACKLOG, 1024)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                                @Override
                                public void channelActive(ChannelHandlerContext context) {
                                    all.countDown();
                                }
                            });
                        }
                    })
                    .bind("127.0.0.1", 0)
                    .sync()
                    .channel();
            long before = heap();
            int port = ((InetSocketAddress) server.localAddress()).getPort();
            try (ChildJvm clients = clients(port, count)) {
                assertThat(all.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                assertThat(clients.line()).isEqualTo("connected");
                return (heap() - before) / count;
            }
        } finally {
            assertThat(group.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(60, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.netwist.bridge.netty.Loopback#transports")
    void anIdleConnectionCostsLittleMoreThanNettys(NettyTransport transport) throws Exception {
        int count = count();
        // The first round of each loads classes and fills caches.
        ofNetty(transport, 100);
        ofNetwist(transport, 100);
        long bare = ofNetty(transport, count);
        long ours = ofNetwist(transport, count);
        String figures = transport + ": " + ours + " bytes of heap for each of " + count
                + " idle connections, a bare Netty" + " server " + bare;
        LoggerFactory.getLogger(IdleMemoryIT.class).info(figures);
        assertThat(ours - bare).as(figures).isLessThanOrEqualTo(LIMIT_EACH);
    }
}
