/* SPDX-License-Identifier: MIT */
package io.netwist.samples.benchmarks.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Netty by hand, as its own examples do it. */
final class NettyPeer implements Peer {

    @Override
    public int start(String service, String transport) throws Exception {
        int threads = Integer.getInteger("threads", 1);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(threads, io(transport));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Channel channel = service.equals("udp")
                ? new Bootstrap()
                        .group(group)
                        .channel(datagrams(transport))
                        .handler(new UdpEcho())
                        .bind(any)
                        .sync()
                        .channel()
                : new ServerBootstrap()
                        .group(group)
                        .channel(server(transport))
                        .option(ChannelOption.SO_BACKLOG, 4096)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(pipeline(service))
                        .bind(any)
                        .sync()
                        .channel();
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private static IoHandlerFactory io(String transport) {
        return switch (transport) {
            case "nio" -> NioIoHandler.newFactory();
            case "epoll" -> EpollIoHandler.newFactory();
            case "io_uring" -> IoUringIoHandler.newFactory();
            default -> throw unknown(transport);
        };
    }

    private static Class<? extends ServerChannel> server(String transport) {
        return switch (transport) {
            case "nio" -> NioServerSocketChannel.class;
            case "epoll" -> EpollServerSocketChannel.class;
            case "io_uring" -> IoUringServerSocketChannel.class;
            default -> throw unknown(transport);
        };
    }

    private static Class<? extends DatagramChannel> datagrams(String transport) {
        return switch (transport) {
            case "nio" -> NioDatagramChannel.class;
            case "epoll" -> EpollDatagramChannel.class;
            case "io_uring" -> IoUringDatagramChannel.class;
            default -> throw unknown(transport);
        };
    }

    private static IllegalArgumentException unknown(String transport) {
        return new IllegalArgumentException("transport: " + transport + " (expected: nio, epoll or io_uring)");
    }

    private static ChannelInitializer<Channel> pipeline(String service) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                switch (service) {
                    case "echo" -> channel.pipeline().addLast(new Echo());
                    case "line" -> channel.pipeline().addLast(new LineBasedFrameDecoder(16384), new Lines());
                    case "hello", "json" ->
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpServerExpectContinueHandler(),
                                        new Http(service));
                    default -> throw new IllegalArgumentException("no service of Netty by hand: " + service);
                }
            }
        };
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private static final class Lines extends SimpleChannelInboundHandler<ByteBuf> {
        private static final ByteBuf END =
                Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(new byte[] {'\r', '\n'}));

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
            context.write(line.retain(), context.voidPromise());
            context.write(END.duplicate(), context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    private static final class UdpEcho extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            context.write(new DatagramPacket(packet.content().retain(), packet.sender()));
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    private static final class Http extends SimpleChannelInboundHandler<HttpObject> {
        private final byte[] body;
        private final String type;

        Http(String service) {
            body = (service.equals("json") ? JSON : HELLO).getBytes(StandardCharsets.UTF_8);
            type = service.equals("json") ? "application/json" : "text/plain";
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpRequest request) {
                boolean keepAlive = HttpUtil.isKeepAlive(request);
                FullHttpResponse response = new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
                response.headers()
                        .set(HttpHeaderNames.CONTENT_TYPE, type)
                        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
                if (keepAlive) {
                    context.write(response, context.voidPromise());
                } else {
                    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                    context.write(response).addListener(ChannelFutureListener.CLOSE);
                }
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
