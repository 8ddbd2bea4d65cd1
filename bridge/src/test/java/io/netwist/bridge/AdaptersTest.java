/* SPDX-License-Identifier: MIT */
package io.netwist.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netwist.bridge.address.TcpAddress;
import io.netwist.bridge.stream.PullProducer;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.testing.Spec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Protocols and consumers in each other's place, and the plainest factory. */
class AdaptersTest {

    private static final class Heard extends BaseProtocol {
        final StringBuilder text = new StringBuilder();

        @Override
        public void dataReceived(ByteBuf data) throws IOException {
            text.append(data.toString(StandardCharsets.UTF_8));
            if (text.toString().endsWith("!")) {
                throw new IOException("injected");
            }
        }
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    @Test
    @Spec("FAC-029")
    void aProtocolConsumes() {
        Heard protocol = new Heard();
        ProtocolToConsumerAdapter consumer = new ProtocolToConsumerAdapter(protocol);
        PullProducer ignored = new PullProducer() {
            @Override
            public void resumeProducing() {
                throw new AssertionError("a protocol asks for nothing");
            }

            @Override
            public void stopProducing() {}
        };
        consumer.registerProducer(ignored);
        consumer.registerProducer(ignored);
        ByteBuf given = bytes("abc");
        consumer.write(given);
        consumer.write(bytes(""));
        consumer.unregisterProducer();
        assertThat(protocol.text).hasToString("abc");
        assertThat(given.refCnt()).isZero();
        ByteBuf thrown = bytes("!");
        assertThatThrownBy(() -> consumer.write(thrown)).hasRootCauseMessage("injected");
        assertThat(thrown.refCnt()).isZero();
    }

    @Test
    @Spec("FAC-029")
    void aConsumerIsAProtocol() {
        StringTransport out = StringTransport.connect(new Heard());
        StringTransport in = StringTransport.connect(new ConsumerToProtocolAdapter(out));
        in.deliver("abc");
        in.deliver("def");
        assertThat(out.value()).isEqualTo("abcdef");
    }

    @Test
    @Spec("FAC-002")
    void theFactoryOfAConstructorMakesANewProtocolEachTime() throws Exception {
        Factory<Heard> factory = Factory.forProtocol(Heard::new);
        Heard first = factory.buildProtocol(new TcpAddress("127.0.0.1", 1));
        assertThat(first).isNotNull();
        assertThat(factory.buildProtocol(new TcpAddress("127.0.0.1", 1))).isNotSameAs(first);
    }

    @Test
    @Spec("PRD-013")
    void stoppingToConsumeEndsTheConnectionWithoutItsProducer() {
        StringTransport transport = StringTransport.connect(new Heard());
        transport.registerProducer(new PullProducer() {
            @Override
            public void resumeProducing() {}

            @Override
            public void stopProducing() {}
        });
        transport.stopConsuming();
        assertThat(transport.pullProducer()).isEmpty();
        assertThat(transport.isDisconnecting()).isTrue();
    }
}
