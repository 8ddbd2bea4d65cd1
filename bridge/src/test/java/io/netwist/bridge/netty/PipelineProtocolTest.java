/* SPDX-License-Identifier: MIT */
package io.netwist.bridge.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netwist.bridge.BaseProtocol;
import io.netwist.bridge.HalfCloseable;
import io.netwist.bridge.TcpTransport;
import io.netwist.bridge.error.ConnectionDone;
import io.netwist.bridge.testing.Chunkings;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.bridge.testing.Wire;
import io.netwist.deferred.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Netty's handlers over transports that are none of Netty's. */
class PipelineProtocolTest {

    /** Answers each line in upper case, and notes all that happens to its channel. */
    private static class Lines extends SimpleChannelInboundHandler<ByteBuf> {
        final List<String> events = new ArrayList<>();

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            events.add("active");
            ctx.writeAndFlush(Unpooled.copiedBuffer("hello\n", StandardCharsets.US_ASCII));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf line) {
            String text = line.toString(StandardCharsets.US_ASCII);
            events.add(text);
            ctx.writeAndFlush(
                    Unpooled.copiedBuffer(text.toUpperCase(java.util.Locale.ROOT) + "\n", StandardCharsets.US_ASCII));
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            events.add("inactive");
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            events.add(
                    event instanceof IdleStateEvent idle
                            ? idle.state().name()
                            : event.getClass().getSimpleName());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            events.add(cause.getClass().getSimpleName());
        }
    }

    private static class Client extends BaseProtocol implements HalfCloseable {
        final StringBuilder received = new StringBuilder();
        final List<String> events = new ArrayList<>();

        @Override
        public void dataReceived(ByteBuf data) {
            received.append(data.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void readConnectionLost() {
            events.add("read lost");
        }

        @Override
        public void writeConnectionLost() {}

        @Override
        public void connectionLost(Failure reason) {
            events.add(reason.value().getClass().getSimpleName());
        }
    }

    private final Lines lines = new Lines();
    private final PipelineProtocol protocol = new PipelineProtocol(new LineBasedFrameDecoder(100), lines);

    @Test
    void handlersDecodeAndAnswerOverATransportThatLeadsNowhere() {
        StringTransport transport = StringTransport.connect(protocol);
        transport.deliver("one\ntw");
        transport.deliver("o\n");
        assertThat(lines.events).containsExactly("active", "one", "two");
        assertThat(transport.value()).isEqualTo("hello\nONE\nTWO\n");
        assertThat(protocol.channel().remoteAddress()).hasToString("/192.168.1.1:54321");

        protocol.channel().close();
        assertThat(transport.isDisconnecting()).isTrue();
        assertThat(protocol.channel().isActive()).isTrue();
        transport.disconnect(new ConnectionDone());
        transport.reactor().iterate(Duration.ZERO);
        assertThat(lines.events).endsWith("two", "inactive");
        assertThat(protocol.channel().isOpen()).isFalse();
    }

    @Test
    void hasNoChannelBeforeItsConnection() {
        assertThatIllegalStateException().isThrownBy(protocol::channel);
    }

    @Test
    void timersGoByTheReactorsClock() {
        Wire wire = Wire.connect(
                new PipelineProtocol(new IdleStateHandler(5, 0, 0), new LineBasedFrameDecoder(100), lines),
                new Client());
        wire.advance(Duration.ofMillis(4900));
        assertThat(lines.events).containsExactly("active");
        wire.client().write("a\n");
        wire.flush();
        wire.advance(Duration.ofMillis(4900));
        assertThat(lines.events).containsExactly("active", "a");
        wire.advance(Duration.ofMillis(100));
        assertThat(lines.events).containsExactly("active", "a", "READER_IDLE");
    }

    @Test
    void everyCutGivesTheSameMessages() {
        Client client = new Client();
        Wire wire = Wire.connect(protocol, client).cutting(Chunkings.BYTE_BY_BYTE);
        wire.client().write("one\ntwo\n");
        wire.flush();
        assertThat(lines.events).containsExactly("active", "one", "two");
        assertThat(client.received).hasToString("hello\nONE\nTWO\n");
    }

    @Test
    void theEndOfAPeerClosesTheChannel() {
        Client client = new Client();
        Wire wire = Wire.connect(protocol, client);
        wire.client().loseConnection();
        wire.flush();
        assertThat(lines.events).containsExactly("active", "inactive");
        assertThat(client.events).containsExactly("ConnectionDone");
    }

    @Test
    void halfClosureIsToldAndTheOtherDirectionGoesOn() {
        Client client = new Client();
        Wire wire = Wire.connect(protocol, client);
        protocol.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        wire.client().as(TcpTransport.class).orElseThrow().loseWriteConnection();
        wire.flush();
        assertThat(lines.events).containsExactly("active", "ChannelInputShutdownEvent");
        assertThat(((DuplexChannel) protocol.channel()).isInputShutdown()).isTrue();

        protocol.channel().writeAndFlush(Unpooled.copiedBuffer("still\n", StandardCharsets.US_ASCII));
        ((DuplexChannel) protocol.channel()).shutdownOutput();
        wire.flush();
        assertThat(client.received).hasToString("hello\nstill\n");
        assertThat(client.events).startsWith("read lost");
    }

    @Test
    void aResetComesAsAnExceptionAndOurAbortAsAReset() {
        Client client = new Client();
        Wire wire = Wire.connect(protocol, client);
        wire.client().abortConnection();
        wire.flush();
        assertThat(lines.events).containsExactly("active", "ConnectionLost", "inactive");

        Client other = new Client();
        PipelineProtocol aborting = new PipelineProtocol(new Lines());
        Wire second = Wire.connect(aborting, other);
        second.flush();
        aborting.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        aborting.channel().close();
        second.flush();
        assertThat(other.events).containsExactly("ConnectionLost");
    }

    @Test
    void whoDoesNotReadSlowsThePeerAndASlowPeerIsFeltAbove() {
        Client client = new Client();
        Wire wire = Wire.connect(protocol, client);
        wire.flush();
        protocol.channel().config().setAutoRead(false);
        wire.client().write("later\n");
        wire.flush();
        assertThat(lines.events).containsExactly("active");
        protocol.channel().config().setAutoRead(true);
        wire.flush();
        assertThat(lines.events).containsExactly("active", "later");

        wire.client().pauseProducing();
        for (int i = 0; i < 100; i++) {
            protocol.channel().writeAndFlush(Unpooled.wrappedBuffer(new byte[10_000]));
        }
        wire.flush();
        assertThat(protocol.channel().isWritable()).isFalse();
        wire.client().resumeProducing();
        wire.flush();
        assertThat(protocol.channel().isWritable()).isTrue();
        assertThat(client.received).hasSize("hello\nLATER\n".length() + 1_000_000);
    }

    @Test
    void whatIsNoBytesIsRefusedAndTheRestGoesOn() {
        StringTransport transport = StringTransport.connect(protocol);
        assertThat(protocol.channel().writeAndFlush("text").cause())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("java.lang.String");
        transport.deliver("on\n");
        assertThat(transport.value()).isEqualTo("hello\nON\n");
    }

    @Test
    void aProtocolAtTheEndHasHandlersInFrontOfIt() {
        Client client = new Client();
        BaseProtocol echo = new BaseProtocol() {
            @Override
            public void dataReceived(ByteBuf data) {
                transport().write(data.retain());
            }
        };
        ChannelDuplexHandler twice = new ChannelDuplexHandler() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ctx.fireChannelRead(((ByteBuf) message).retainedDuplicate());
                ctx.fireChannelRead(message);
            }
        };
        Wire wire = Wire.connect(new PipelineProtocol(twice, new ProtocolHandler(echo)), client);
        wire.client().write("ab");
        wire.flush();
        assertThat(client.received).hasToString("abab");
        assertThat(echo.transport().reactor()).isSameAs(wire.reactor());
        echo.transport().abortConnection();
        wire.flush();
        assertThat(client.events).containsExactly("ConnectionLost");
    }
}
