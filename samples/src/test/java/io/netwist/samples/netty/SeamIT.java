/* SPDX-License-Identifier: MIT */
package io.netwist.samples.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netwist.bridge.Factory;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.netty.NettyReactor;
import io.netwist.samples.Sample;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SeamIT {

    @Test
    void theProtocolReceivesWhatTheFrameDecoderMakes() throws Exception {
        int[] port = new int[1];
        try (NettyReactor reactor = NettyReactor.builder().start(own -> {
                    ListeningPort listening = own.listenTCP(0, Factory.forProtocol(FramedGreeter::new), Sample.LOCAL);
                    port[0] = listening.getHost().port();
                });
                Socket socket = Sample.socket(port[0])) {
            assertThat(reactor.isRunning()).isTrue();
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());

            // Two frames, and the first byte of a third, in one piece; then its rest.
            out.write(new byte[] {0, 3, 'A', 'd', 'a', 0, 3, 'B', 'o', 'b', 0});
            assertThat(in.readUTF()).isEqualTo("hello, Ada");
            assertThat(in.readUTF()).isEqualTo("hello, Bob");
            out.write(new byte[] {3, 'E', 'v', 'e'});
            assertThat(in.readUTF()).isEqualTo("hello, Eve");
        }
    }

    @Test
    void theProtocolServesInAPlainNettyServer() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel server = HostedEcho.bind(group, 0);
            int port = ((InetSocketAddress) server.localAddress()).getPort();
            try (Socket socket = Sample.socket(port)) {
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                DataInputStream in = new DataInputStream(socket.getInputStream());

                out.writeUTF("hello, Netty");

                assertThat(in.readUTF()).isEqualTo("hello, Netty");
            }
        } finally {
            group.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        }
    }

    /** A reactor that serves one factory, and what a test does meanwhile. */
    private interface Visit {
        void to(NettyReactor reactor, int port) throws Exception;
    }

    private static void serve(Factory<?> factory, Visit visit) throws Exception {
        int[] port = new int[1];
        try (NettyReactor reactor = NettyReactor.builder()
                .start(own -> port[0] =
                        own.listenTCP(0, factory, Sample.LOCAL).getHost().port())) {
            visit.to(reactor, port[0]);
        }
    }

    @Test
    void theProtocolReceivesRequestsThatTheHttpCodecMakes() throws Exception {
        serve(Factory.forProtocol(HttpHello::new), (reactor, port) -> {
            HttpClient client = HttpClient.newHttpClient();
            URI there = URI.create("http://127.0.0.1:" + port + "/Ada");
            for (int i = 0; i < 2; i++) {
                assertThat(client.send(HttpRequest.newBuilder(there).build(), BodyHandlers.ofString())
                                .body())
                        .isEqualTo("hello, /Ada\n");
            }
            try (Socket socket = Sample.socket(port)) {
                socket.getOutputStream().write("hello, is this HTTP?\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 400 ");
            }
        });
    }

    @Test
    void theProtocolReceivesWhatTheMqttCodecMakes() throws Exception {
        Queue<String> kept = new ConcurrentLinkedQueue<>();
        serve(Factory.forProtocol(() -> new MqttKeeper(kept)), (reactor, port) -> {
            try (Socket socket = Sample.socket(port)) {
                socket.getOutputStream()
                        .write(new byte[] {0x10, 15, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 3, 'a', 'd', 'a'});
                assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
                socket.getOutputStream()
                        .write(new byte[] {0x30, 8, 0, 3, 'c', 'a', 't', 'm', 'e', 'w', (byte) 0xc0, 0});
                assertThat(socket.getInputStream().readNBytes(2)).containsExactly(0xd0, 0);
                socket.getOutputStream().write(new byte[] {(byte) 0xe0, 0});
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(kept).containsExactly("cat: mew");
        });
    }

    /** What the traffic shaper holds back is sent before the connection ends, and the idle handler ends it. */
    @Test
    void theProtocolIsSlowedAndEndedByNettysHandlers() throws Exception {
        int bytes = 16_384;
        serve(Factory.forProtocol(() -> new ShapedEcho(4L * bytes, Duration.ofMillis(500))), (reactor, port) -> {
            try (Socket socket = Sample.socket(port)) {
                long begun = System.nanoTime();
                socket.getOutputStream().write(new byte[bytes]);
                socket.getOutputStream().write(new byte[bytes]);
                assertThat(socket.getInputStream().readNBytes(2 * bytes)).hasSize(2 * bytes);
                assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
                assertThat(System.nanoTime() - begun)
                        .isGreaterThan(Duration.ofMillis(400).toNanos());
            }
        });
    }

    @Test
    void aClientWrittenForNettyRunsOnTheReactor() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            int port = reactor.listenTCP(0, Factory.forProtocol(HostedEcho::new), Sample.LOCAL)
                    .getHost()
                    .port();
            assertThat(reactor.runUntil(StockClient.ask(reactor, "127.0.0.1", port, "hello"), Sample.LIMIT))
                    .isEqualTo("hello");
        }
    }
}
