/* SPDX-License-Identifier: MIT */
package io.netwist.protocols.basic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netwist.bridge.testing.Chunkings;
import io.netwist.bridge.testing.StringTransport;
import io.netwist.deferred.testing.Spec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LineOnlyReceiverTest {

    private static final class Recorder extends LineOnlyReceiver {
        final List<String> events = new ArrayList<>();
        boolean forgiving;

        Recorder() {
            setMaxLength(8);
        }

        @Override
        protected void lineReceived(String line) {
            events.add(line);
            if (line.equals("end")) {
                transport().loseConnection();
            }
        }

        @Override
        protected void lineLengthExceeded(ByteBuf data) throws Exception {
            events.add("exceeded");
            if (!forgiving) {
                super.lineLengthExceeded(data);
            }
        }
    }

    private final Recorder protocol = new Recorder();
    private final StringTransport tr = StringTransport.connect(protocol);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @EnumSource
    @Spec("PRO-018")
    void deliversNothingAfterTheEndWasAskedFor(Chunkings chunking) {
        chunking.deliver(tr, bytes("one\r\n\r\nend\r\nnever\r\n"));
        assertThat(protocol.events).containsExactly("one", "", "end");
    }

    @ParameterizedTest
    @EnumSource
    @Spec("PRO-019")
    void acceptsALineOfTheLimitHoweverItIsCutAndRefusesALongerOne(Chunkings chunking) {
        chunking.deliver(tr, bytes("12345678\r\n"));
        chunking.deliver(tr, bytes("123456789\r\nnever\r\n"));
        assertThat(protocol.events).containsExactly("12345678", "exceeded");
        assertThat(tr.isDisconnecting()).isTrue();
    }

    @Test
    @Spec("PRO-020")
    void keepsNothingOfALineThatWasTooLong() {
        protocol.forgiving = true;
        tr.deliver("1234567890123");
        assertThat(protocol.events).containsExactly("exceeded");
        tr.deliver("short\r\n");
        assertThat(protocol.events).containsExactly("exceeded", "short");
    }

    @Test
    @Spec("PRO-020")
    void sendsALineWithItsEnd() {
        protocol.sendLine("hello");
        assertThat(tr.value()).isEqualTo("hello\r\n");
    }
}
