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
}
