/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static io.netwist.bridge.netty.Loopback.LIMIT;
import static io.netwist.bridge.netty.Loopback.LOCAL;
import static io.netwist.bridge.netty.Loopback.connect;
import static io.netwist.bridge.netty.Loopback.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netwist.bridge.ListeningPort;
import io.netwist.bridge.Reactor;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.netty.Loopback.Echo;
import io.netwist.bridge.netty.Loopback.Pair;
import io.netwist.bridge.netty.Loopback.Recorder;
import io.netwist.deferred.Deferred;
import io.netwist.deferred.Deferreds;
import io.netwist.deferred.Failure;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protocols in pipelines that are not ours, and Netty's handlers in front of protocols. */
class SeamIT {

    private static EventLoopGroup group;

    @BeforeAll
    static void startGroup() {
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterAll
    static void stopGroup() throws Exception {
        assertThat(group.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(20, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void servesAProtocolFromAPlainServerBootstrap() throws Exception {
        CompletableFuture<Reactor> itsReactor = new CompletableFuture<>();
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ProtocolInitializer(peer -> new Echo() {
                    @Override
                    public void connectionMade() throws Exception {
                        super.connectionMade();
                        itsReactor.complete(reactor());
                        reactor()
                                .callLater(
                                        Duration.ofMillis(1), () -> transport().write("tick "));
                    }
                }))
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        try (NettyReactor reactor = NettyReactor.create()) {
            Recorder client = new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) throws Exception {
                    super.dataReceived(data);
                    if (received.toString().equals("tick ")) {
                        transport().write("hello");
                    }
                    if (received.toString().endsWith("hello")) {
                        transport().loseConnection();
                    }
                }
            };
            reactor.connectTCP("127.0.0.1", ((InetSocketAddress) server.localAddress()).getPort(), peer -> client);
            assertThat(end(reactor, client)).isEqualTo(ConnectionDone.class);
            assertThat(client.received).hasToString("tick hello");
        }
        Reactor view = itsReactor.get(20, TimeUnit.SECONDS);
        assertThat(view.inReactorThread()).isFalse();
        assertThat(view.submit(() -> Deferred.succeed(NettyReactor.over(server.eventLoop())))
                        .get(20, TimeUnit.SECONDS))
                .isInstanceOf(ForeignReactor.class);
        assertThatThrownBy(view::run).isInstanceOf(IllegalStateException.class);
        server.close().sync();
    }

    @Test
    void connectsAProtocolFromAPlainBootstrap() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Echo server = new Echo();
            ListeningPort port = reactor.listenTCP(0, peer -> server, LOCAL);
            CompletableFuture<String> answer = new CompletableFuture<>();
            new Bootstrap()
                    .group(group)
                    .channel(NioSocketChannel.class)
                    .handler(new ProtocolInitializer(peer -> {
                        assertThat(peer).isEqualTo(port.getHost());
                        return new Recorder() {
                            @Override
                            public void connectionMade() {
                                transport().write("ping");
                            }

                            @Override
                            public void dataReceived(ByteBuf data) throws Exception {
                                super.dataReceived(data);
                                answer.complete(received.toString());
                                transport().loseConnection();
                            }
                        };
                    }))
                    .connect("127.0.0.1", port.getHost().port());
            assertThat(end(reactor, server)).isEqualTo(ConnectionDone.class);
            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("ping");
        }
    }

    /** Netty's own server and client on the reactor's loop: everything runs on the reactor's thread. */
    @ParameterizedTest
    @MethodSource("io.netwist.bridge.netty.Loopback#transports")
    void hostsStockNettyChannelsOnItsLoop(NettyTransport transport) throws Exception {
        try (NettyReactor reactor = Loopback.reactor(transport)) {
            Deferred<String> answer = new Deferred<>();
            ChannelFuture bound = reactor.serverBootstrap()
                    .childHandler(new ProtocolInitializer(peer -> {
                        assertThat(NettyReactor.over(reactor.eventLoop())).isSameAs(reactor);
                        return new Echo();
                    }))
                    .bind("127.0.0.1", 0);
            reactor.runUntil(Deferreds.from(bound), LIMIT);
            ChannelFuture connected = reactor.bootstrap()
                    .handler(new SimpleChannelInboundHandler<ByteBuf>() {
                        @Override
                        protected void channelRead0(ChannelHandlerContext context, ByteBuf data) {
                            assertThat(reactor.inReactorThread()).isTrue();
                            answer.callback(data.toString(StandardCharsets.UTF_8));
                        }
                    })
                    .connect(bound.channel().localAddress());
            reactor.runUntil(Deferreds.from(connected), LIMIT);
            connected.channel().writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8));
            assertThat(reactor.runUntil(answer, LIMIT)).isEqualTo("hello");
            connected.channel().close();
            bound.channel().close();
        }
    }

    @Test
    void putsNettysFrameDecoderBeforeAProtocol() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            List<String> frames = new ArrayList<>();
            Recorder server = new Recorder() {
                @Override
                public void connectionMade() throws Exception {
                    transport()
                            .as(ChannelTransport.class)
                            .orElseThrow()
                            .pipeline()
                            .addFirst(new LengthFieldBasedFrameDecoder(1000, 0, 2, 0, 2), new LengthFieldPrepender(2));
                    super.connectionMade();
                }

                @Override
                public void dataReceived(ByteBuf data) {
                    frames.add(data.toString(StandardCharsets.UTF_8));
                    transport().write("ok");
                }
            };
            Pair<Recorder, Recorder> pair = connect(reactor, server, new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) throws Exception {
                    super.dataReceived(data);
                    if (received.length() == 8) {
                        transport().loseConnection();
                    }
                }
            });
            pair.client().transport().write(new byte[] {0, 3, 'a', 'b', 'c', 0, 1, 'd'});
            assertThat(end(reactor, server)).isEqualTo(ConnectionDone.class);
            assertThat(frames).containsExactly("abc", "d");
            assertThat(pair.client().received).hasToString("\0\2ok\0\2ok");
        }
    }

    /** What a handler before the protocol cannot decode ends the connection with the handler's error. */
    @Test
    void endsWithTheDecodersError() throws Exception {
        try (NettyReactor reactor = NettyReactor.create()) {
            Recorder server = new Recorder() {
                @Override
                public void connectionMade() throws Exception {
                    transport()
                            .as(ChannelTransport.class)
                            .orElseThrow()
                            .pipeline()
                            .addFirst(new LengthFieldBasedFrameDecoder(10, 0, 2, 0, 2));
                    super.connectionMade();
                }
            };
            Pair<Recorder, Recorder> pair = connect(reactor, server, new Recorder());
            pair.client().transport().write(new byte[] {100, 0, 0});
            Failure reason = reactor.runUntil(server.gone, LIMIT);
            assertThat(reason.value()).isInstanceOf(TooLongFrameException.class);
            reactor.runUntil(pair.client().gone, LIMIT);
        }
    }

    @Test
    void turnsMessagesIntoBytesAndBack() throws Exception {
        class Upper extends MessageProtocol<String> {
            Upper() {
                super(String.class, new StringDecoder(), new StringEncoder());
            }

            @Override
            protected void messageReceived(String message) {
                writeMessage(message.toUpperCase(Locale.ROOT));
                transport().loseConnection();
            }
        }
        try (NettyReactor reactor = NettyReactor.create()) {
            // Over a switch, with bytes left over by the protocol before.
            Recorder first = new Recorder() {
                @Override
                public void dataReceived(ByteBuf data) {
                    data.skipBytes(1);
                    transport().switchProtocol(new Upper());
                }
            };
            Pair<Recorder, Recorder> pair = connect(reactor, first, new Recorder());
            pair.client().transport().write("xhello");
            assertThat(end(reactor, pair.client())).isEqualTo(ConnectionDone.class);
            assertThat(pair.client().received).hasToString("HELLO");
        }
    }

    @Test
    @Spec("TRN-007")
    void endsWithWhatAMessageProtocolThrew() throws Exception {
        class Throwing extends MessageProtocol<String> {
            final List<String> messages = new ArrayList<>();

            Throwing() {
                super(String.class, new StringDecoder(), new StringEncoder());
            }

            @Override
            protected void messageReceived(String message) throws IOException {
                messages.add(message);
                writeMessage("last words");
                throw new IOException("injected");
            }
        }
        try (NettyReactor reactor = NettyReactor.create();
                LogCapture log = LogCapture.of("io.netwist")) {
            Throwing server = new Throwing();
            ListeningPort port = reactor.listenTCP(0, peer -> server, LOCAL);
            Recorder client = new Recorder();
            reactor.connectTCP("127.0.0.1", port.getHost().port(), peer -> client);
            reactor.runUntil(client.made, LIMIT);
            client.transport().write("one");
            assertThat(end(reactor, client)).isEqualTo(ConnectionDone.class);
            Failure reason = reactor.runUntil(server.whenConnectionLost(), LIMIT);
            assertThat(reason.value()).isInstanceOf(IOException.class).hasMessage("injected");
            assertThat(log.thrown()).containsExactly(reason.value());
            assertThat(server.messages).containsExactly("one");
            assertThat(client.received).hasToString("last words");
        }
    }

    /** In a pipeline that is not ours, too, an error is logged once, ends that channel and goes no further. */
    @Test
    @Spec({"TRN-007", "TRN-008"})
    void endsAForeignChannelWithWhatItsProtocolThrew() {
        for (String fault : List.of("made", "data", "lost")) {
            try (LogCapture log = LogCapture.of("io.netwist")) {
                Recorder protocol = new Recorder() {
                    private void enter(String callback) {
                        if (callback.equals(fault)) {
                            throw new IllegalStateException("injected");
                        }
                    }

                    @Override
                    public void connectionMade() throws Exception {
                        super.connectionMade();
                        enter("made");
                    }

                    @Override
                    public void dataReceived(ByteBuf data) {
                        enter("data");
                    }

                    @Override
                    public void connectionLost(Failure reason) throws Exception {
                        super.connectionLost(reason);
                        enter("lost");
                    }
                };
                EmbeddedChannel channel = new EmbeddedChannel(new ProtocolHandler(protocol));
                channel.runPendingTasks();
                if (channel.isOpen()) {
                    channel.writeInbound(Unpooled.copiedBuffer(new byte[1]));
                }
                channel.runPendingTasks();
                assertThat(channel.isOpen()).isEqualTo(fault.equals("lost"));
                channel.finish();
                assertThat(protocol.events)
                        .containsExactly(
                                "made", fault.equals("lost") ? "lost ConnectionDone" : "lost IllegalStateException");
                assertThat(log.thrown())
                        .singleElement()
                        .satisfies(each -> assertThat(each).hasMessage("injected"));
            }
        }
    }

    @Test
    void livesInAnEmbeddedChannel() {
        Recorder protocol = new Recorder() {
            @Override
            public void dataReceived(ByteBuf data) throws Exception {
                super.dataReceived(data);
                transport().write(data.retain());
            }
        };
        EmbeddedChannel channel = new EmbeddedChannel(new ProtocolHandler(protocol));
        assertThat(protocol.events).containsExactly("made");
        channel.writeInbound("passes by");
        assertThat((String) channel.readInbound()).isEqualTo("passes by");
        channel.writeInbound(Unpooled.copiedBuffer(new byte[] {'h', 'i'}));
        ByteBuf echoed = channel.readOutbound();
        assertThat(echoed.readableBytes()).isEqualTo(2);
        echoed.release();
        protocol.transport().loseConnection();
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(protocol.events).containsExactly("made", "lost ConnectionDone");
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void tellsAProtocolWhoseHandlerIsRemoved() {
        Recorder protocol = new Recorder();
        ProtocolHandler handler = new ProtocolHandler(protocol);
        EmbeddedChannel channel = new EmbeddedChannel(handler);
        channel.pipeline().remove(handler);
        channel.runPendingTasks();
        assertThat(protocol.events).containsExactly("made", "lost ConnectionLost");
        channel.finish();
    }
}
